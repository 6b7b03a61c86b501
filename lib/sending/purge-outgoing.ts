import type { PortalContext } from "@/lib/context/portal-context";
import { APPROVAL_WAITS_DAYS, CONTENT_KEPT_DAYS, ROW_KEPT_DAYS } from "./policy";

const DAY_MS = 86_400_000;
/** Pieces without a message: a request that died while it wrote them. None takes nearly as long. */
const ORPHANED_AFTER_MS = 3_600_000;

/**
 * Forgets what has had its time: approvals nobody gave, what unsent messages say, and at last the messages' rows; of
 * deleted mailboxes everything. Safe to run anywhere, any number of times.
 */
export async function purgeOutgoing({ database }: Pick<PortalContext, "database">): Promise<void> {
  const { prisma } = database;
  await prisma.outgoingMessage.updateMany({
    where: { state: "AWAITING_APPROVAL", createdAt: { lt: daysAgo(APPROVAL_WAITS_DAYS) } },
    data: { state: "REJECTED", reason: "nobody-approved", approvalHash: null, finishedAt: new Date() },
  });
  await prisma.outgoingMessage.deleteMany({
    where: { OR: [{ finishedAt: { lt: daysAgo(ROW_KEPT_DAYS) } }, { mailbox: { state: "DELETED" } }] },
  });
  await prisma.$executeRaw`
    delete from outgoing_chunk chunk using outgoing_message message
    where message.id = chunk.outgoing_id
      and (message.state = 'REJECTED'
        or (message.state in ('FAILED', 'MAYBE_SENT', 'CANCELLED', 'SENT')
          and message.finished_at < ${daysAgo(CONTENT_KEPT_DAYS)}))`;
  await prisma.$executeRaw`
    delete from outgoing_chunk chunk
    where chunk.created_at < ${new Date(Date.now() - ORPHANED_AFTER_MS)}
      and not exists (select from outgoing_message message where message.id = chunk.outgoing_id)`;
}

function daysAgo(days: number): Date {
  return new Date(Date.now() - days * DAY_MS);
}
