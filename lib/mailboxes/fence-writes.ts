import type { PortalContext } from "@/lib/context/portal-context";
import type { MailcowClient } from "@/lib/mailcow/create-mailcow-client";
import { type OperationRun, StaleRunError } from "./operation-run";

export type FencedClient = MailcowClient & {
  /** Asks now, beside other last questions: the next change, if it follows at once, does not ask again. */
  askFence(): Promise<void>;
};

/** An answer older than this is none any more. */
const FENCE_ASKED_MS = 100;

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
): FencedClient {
  let askedAt = Number.NEGATIVE_INFINITY;
  const ask = async (): Promise<void> => {
    const began = performance.now();
    await assertNewest(context, run);
    askedAt = began;
  };
  return {
    ...client,
    askFence: ask,
    post: async (endpoint, body, deadline) => {
      if (performance.now() - askedAt > FENCE_ASKED_MS) await ask();
      askedAt = Number.NEGATIVE_INFINITY;
      return client.post(endpoint, body, deadline);
    },
    withPriority: (priority) => fenceWrites(context, run, client.withPriority(priority)),
  };
}

async function assertNewest(context: Pick<PortalContext, "database">, run: OperationRun): Promise<void> {
  const { id, fence } = run.operation;
  const mine = await context.database.pool.query("select from operation where id = $1 and fence = $2", [
    id,
    fence,
  ]);
  if (mine.rowCount === 0) throw new StaleRunError("a newer run of this operation has begun");
}
