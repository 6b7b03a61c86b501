import type { PortalContext } from "@/lib/context/portal-context";
import type { Transaction } from "@/lib/database/create-database";
import { removeJob } from "@/lib/jobs/remove-job";
import { deletionPlan } from "@/lib/mailboxes/carry-out-deletion";
import type { RecordEnd, RunOutcome } from "@/lib/mailboxes/operation-run";
import { operationJobKey } from "@/lib/mailboxes/start-operation";
import type { ItemOutcome } from "./schema";

export interface Bookkeeper {
  /** What the try came to, in the round's own books, in the transaction that ends it: both are written, or neither. */
  readonly recordEnd: RecordEnd;
  readonly hasRecorded: () => boolean;
}

/**
 * Keeps one deletion's books. A follower is carried out before its own job came up, which is then taken back, unless
 * it will be tried again. `measure` is asked once it is deleted, and answers the milliseconds deletions take lately.
 */
export function createBookkeeper(isFollower: boolean, measure: () => number): Bookkeeper {
  let hasRecorded = false;
  return {
    hasRecorded: () => hasRecorded,
    recordEnd: async (transaction, { operation, mailbox }, end) => {
      hasRecorded = true;
      if (isFollower && end.kind !== "retry") await removeJob(transaction, operationJobKey(operation.id));
      const { cleanUpRunId: runId } = deletionPlan.parse(operation.change);
      if (runId === undefined) return;
      const outcome = outcomeOf(end);
      const reason = end.kind === "done" ? null : end.reason;
      await writeItem(transaction, { runId, mailboxId: mailbox.id, outcome, reason });
      if (outcome === "deleted") {
        const data = { done: { increment: 1 }, msPerItem: measure() };
        await transaction.cleanUpRun.updateMany({ where: { id: runId }, data });
      } else if (outcome === "refused") {
        await transaction.cleanUpRun.updateMany({ where: { id: runId }, data: { failed: { increment: 1 } } });
      }
    },
  };
}

/** For a deletion that there was nothing to do about: one undone within its grace time is kept. Safe to repeat. */
export async function recordCancelled(
  { database }: Pick<PortalContext, "database">,
  operationId: string,
): Promise<void> {
  const operation = await database.prisma.operation.findUnique({ where: { id: operationId } });
  if (operation?.state !== "CANCELLED") return;
  const { cleanUpRunId: runId } = deletionPlan.parse(operation.change);
  if (runId === undefined) return;
  await writeItem(database.prisma, { runId, mailboxId: operation.mailboxId, outcome: "kept", reason: null });
}

async function writeItem(
  transaction: Transaction,
  item: {
    readonly runId: string;
    readonly mailboxId: string;
    readonly outcome: ItemOutcome;
    readonly reason: string | null;
  },
): Promise<void> {
  const { runId, mailboxId, outcome, reason } = item;
  await transaction.cleanUpItem.updateMany({
    where: { runId, mailboxId },
    data: { outcome, reason, at: new Date() },
  });
}

function outcomeOf(end: RunOutcome): ItemOutcome {
  if (end.kind === "done") return end.mailbox?.state === "DELETED" ? "deleted" : "kept";
  if (end.kind === "retry") return end.reason === "grace-time" ? "in-grace" : "waiting";
  return "refused";
}
