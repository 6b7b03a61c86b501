import type { PortalContext } from "@/lib/context/portal-context";
import { waitForOperation } from "@/lib/mailboxes/wait-for-operation";
import { type OperationJson, toOperationJson } from "./operation-json";

/** The usual operation is done by then; what is not is told with 202 and can be asked for. */
const PATIENCE_MS = 1_500;

export interface AwaitedOperation {
  readonly operation: OperationJson;
  readonly isDone: boolean;
  /** Where to ask how it goes on. */
  readonly headers: Readonly<Record<string, string>>;
}

export async function awaitOperation(
  context: Pick<PortalContext, "database" | "changes">,
  operationId: string,
  timeoutMs = PATIENCE_MS,
): Promise<AwaitedOperation> {
  const operation = await waitForOperation(context, operationId, { timeoutMs });
  return {
    operation: toOperationJson(operation),
    isDone: operation.state === "done",
    headers: { Location: `/api/v1/operations/${operationId}` },
  };
}
