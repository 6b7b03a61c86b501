import { recordEvent } from "@/lib/audit/record-event";
import { type Actor, isAdmin } from "@/lib/context/actor";
import type { PortalContext } from "@/lib/context/portal-context";
import { fail, type Result, succeed } from "@/lib/errors/result";

export type CancelBulkOperationFailure = {
  readonly reason: "not-allowed" | "not-found" | "already-finished";
};

/** Leaves alone the mailboxes whose turn has not come. What has begun goes on: a deletion is undone one by one. */
export async function cancelBulkOperation(
  context: Pick<PortalContext, "database">,
  actor: Actor,
  { bulkOperationId: id }: { readonly bulkOperationId: string },
): Promise<Result<{ readonly leftAlone: number }, CancelBulkOperationFailure>> {
  if (!isAdmin(actor, "admin:write")) return fail({ reason: "not-allowed" });
  return context.database.prisma.$transaction(async (transaction) => {
    if (!(await transaction.bulkOperation.findUnique({ where: { id } })))
      return fail({ reason: "not-found" });
    const { count } = await transaction.bulkOperation.updateMany({
      where: { id, state: "RUNNING" },
      data: { state: "CANCELLED", finishedAt: new Date() },
    });
    if (count === 0) return fail({ reason: "already-finished" });
    const { count: leftAlone } = await transaction.bulkItem.updateMany({
      where: { bulkOperationId: id, outcome: null },
      data: { outcome: "cancelled" },
    });
    await recordEvent(transaction, actor, {
      action: "mailbox.bulk-cancel",
      result: "done",
      detail: { bulkOperationId: id, leftAlone },
    });
    return succeed({ leftAlone });
  });
}
