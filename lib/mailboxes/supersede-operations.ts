import type { Transaction } from "@/lib/database/create-database";
import type { Operation } from "@/lib/database/models";

const UNFINISHED = ["QUEUED", "RUNNING", "WAITING", "NEEDS_USER", "NEEDS_ADMIN"] as const;

/**
 * Ends the mailbox's unfinished operations of these kinds for the sake of a newer wish, and answers them, oldest
 * first. One at work is ended as well: its fence rises, so what it still learns is not recorded and it never comes
 * back to overwrite the newer wish. Operations of one mailbox share a queue, so the newer begins after it has returned.
 */
export async function supersedeOperations(
  transaction: Transaction,
  mailboxId: string,
  kinds: readonly Operation["kind"][],
): Promise<readonly Operation[]> {
  const superseded = await transaction.operation.updateManyAndReturn({
    where: { mailboxId, kind: { in: [...kinds] }, state: { in: [...UNFINISHED] } },
    data: {
      state: "CANCELLED",
      fence: { increment: 1 },
      passwordHashSealed: null,
      nextAttemptAt: null,
      finishedAt: new Date(),
    },
  });
  return superseded.sort((one, other) => one.createdAt.getTime() - other.createdAt.getTime());
}
