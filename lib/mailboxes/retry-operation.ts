import { recordEvent } from "@/lib/audit/record-event";
import type { Actor } from "@/lib/context/actor";
import type { PortalContext } from "@/lib/context/portal-context";
import { notifyChange } from "@/lib/database/notifications";
import { fail, type Result, succeed } from "@/lib/errors/result";
import { findMailboxFor } from "./queries";
import { queueOperation } from "./start-operation";

export type RetryFailure = { readonly reason: "not-found" | "nothing-to-retry" };

/** States from which a person may send the work off again; one that runs or is queued is left alone. */
const RETRYABLE = ["WAITING", "NEEDS_USER", "NEEDS_ADMIN"] as const;

/** Tries an operation again now, instead of later or never. Safe to press twice. */
export async function retryOperation(
  context: Pick<PortalContext, "database">,
  actor: Actor,
  input: { readonly operationId: string },
): Promise<Result<void, RetryFailure>> {
  const operation = await context.database.prisma.operation.findUnique({ where: { id: input.operationId } });
  if (!operation) return fail({ reason: "not-found" });
  const mailbox = await findMailboxFor(context, actor, { id: operation.mailboxId }, "write");
  if (!mailbox) return fail({ reason: "not-found" });
  return context.database.prisma.$transaction(async (transaction) => {
    const { count } = await transaction.operation.updateMany({
      where: { id: operation.id, state: { in: [...RETRYABLE] } },
      data: { state: "QUEUED", nextAttemptAt: null, finishedAt: null, loginRefusals: 0 },
    });
    if (count === 0) return fail({ reason: "nothing-to-retry" });
    await queueOperation(transaction, operation);
    await recordEvent(transaction, actor, {
      action: "operation.retry",
      subjectKind: "operation",
      subjectId: operation.id,
      result: "done",
    });
    await notifyChange(transaction, { kind: "operation", id: operation.id, accountId: mailbox.accountId });
    return succeed(undefined);
  });
}
