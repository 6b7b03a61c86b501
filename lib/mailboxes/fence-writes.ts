import type { PortalContext } from "@/lib/context/portal-context";
import type { MailcowClient } from "@/lib/mailcow/create-mailcow-client";
import { type OperationRun, StaleRunError } from "./operation-run";

/**
 * The client for one run: asks before each change whether the run is still the newest, so that a worker which slept
 * through its replacement's work does not repeat it in Mailcow. What is on the wire by then cannot be called back;
 * each change is therefore safe to repeat as well.
 *
 * A change is refused with {@link StaleRunError} and not sent.
 */
export function fenceWrites(
  context: Pick<PortalContext, "database">,
  run: OperationRun,
  client: MailcowClient,
): MailcowClient {
  return {
    ...client,
    post: async (endpoint, body, deadline) => {
      await assertNewest(context, run);
      return client.post(endpoint, body, deadline);
    },
    withPriority: (priority) => fenceWrites(context, run, client.withPriority(priority)),
  };
}

async function assertNewest(context: Pick<PortalContext, "database">, run: OperationRun): Promise<void> {
  const { id, fence } = run.operation;
  const mine = await context.database.prisma.operation.count({ where: { id, fence } });
  if (mine === 0) throw new StaleRunError("a newer run of this operation has begun");
}
