import type { PortalContext } from "@/lib/context/portal-context";
import type { MailboxReason } from "./schema";
import { queueOperation } from "./start-operation";

/** What waits only because the mail server was away. */
const WAITS_FOR_SERVER: readonly MailboxReason[] = [
  "mail-server-unreachable",
  "mail-server-slow",
  "mail-server-unclear",
  "mail-server-refuses-key",
  "imap-unreachable",
  "database-not-compared",
];
const LONGEST_STEP_PER_SECOND = 16;

/**
 * Called when Mailcow is back: brings its waiting operations forward, oldest first, at 1, 2, 4 … 16 a second, so
 * that a server that has just started is not met by all of them at once.
 */
export async function wakeWaitingOperations(context: Pick<PortalContext, "database">): Promise<number> {
  const { prisma } = context.database;
  const waiting = await prisma.operation.findMany({
    where: { state: "WAITING", reason: { in: [...WAITS_FOR_SERVER] } },
    orderBy: { createdAt: "asc" },
    select: { id: true, mailboxId: true, change: true },
  });
  const now = Date.now();
  for (const [index, operation] of waiting.entries()) {
    const runAt = new Date(now + rampSeconds(index) * 1_000);
    await prisma.$transaction(async (transaction) => {
      const { count } = await transaction.operation.updateMany({
        where: { id: operation.id, state: "WAITING", nextAttemptAt: { gt: runAt } },
        data: { nextAttemptAt: runAt },
      });
      if (count > 0) await queueOperation(transaction, operation, runAt);
    });
  }
  return waiting.length;
}

/** The second in which the operation of this rank starts: 1 in the first, 2 in the next, doubling to the limit. */
export function rampSeconds(rank: number): number {
  let second = 0;
  let perSecond = 1;
  for (let begun = perSecond; rank >= begun; begun += perSecond) {
    second += 1;
    perSecond = Math.min(perSecond * 2, LONGEST_STEP_PER_SECOND);
  }
  return second;
}
