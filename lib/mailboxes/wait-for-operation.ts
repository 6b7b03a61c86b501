import type { PortalContext } from "@/lib/context/portal-context";
import type { OperationView } from "./mail-page";
import { viewOperation } from "./mail-page";

const SETTLED = new Set(["done", "needs-user", "needs-admin", "cancelled"]);
/** A notification can be lost with its connection: the row is looked at this often anyhow. */
const LOOK_EVERY_MS = 500;

/**
 * Waits until the work is done, stopped, or the time is up, and says how things stand. Never fails for being
 * late: the work goes on without the one who waited.
 */
export async function waitForOperation(
  context: Pick<PortalContext, "database" | "changes">,
  operationId: string,
  options: { readonly timeoutMs: number },
): Promise<OperationView> {
  const deadline = Date.now() + options.timeoutMs;
  let wake: () => void = () => {};
  const unsubscribe = await context.changes.subscribe((change) => {
    if (change === null || change.id === operationId) wake();
  });
  try {
    for (;;) {
      const operation = await findOperation(context, operationId);
      const restMs = deadline - Date.now();
      if (SETTLED.has(operation.state) || restMs <= 0) return operation;
      await new Promise<void>((resolve) => {
        wake = resolve;
        setTimeout(resolve, Math.min(restMs, LOOK_EVERY_MS));
      });
    }
  } finally {
    unsubscribe();
  }
}

async function findOperation(
  context: Pick<PortalContext, "database">,
  operationId: string,
): Promise<OperationView> {
  return viewOperation(
    await context.database.prisma.operation.findUniqueOrThrow({ where: { id: operationId } }),
  );
}
