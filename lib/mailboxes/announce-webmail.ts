import type { PortalContext } from "@/lib/context/portal-context";
import { notifyChange } from "@/lib/database/notifications";

/** Ticks off "webmail ready" where only that was missing, and tells open pages. Safe to repeat. */
export async function announceWebmail(context: Pick<PortalContext, "database">): Promise<void> {
  await context.database.prisma.$transaction(async (transaction) => {
    const mailboxes = await transaction.mailbox.updateManyAndReturn({
      where: { webmailReadyAt: null, loginProvenAt: { not: null }, state: "ACTIVE" },
      data: { webmailReadyAt: new Date() },
      select: { id: true, accountId: true },
    });
    for (const { id, accountId } of mailboxes) {
      await notifyChange(transaction, { kind: "mailbox", id, accountId });
    }
  });
}
