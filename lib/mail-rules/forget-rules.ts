import type { PortalContext } from "@/lib/context/portal-context";
import type { Prisma } from "@/lib/database/create-database";
import { NOTIFICATION_KEPT_DAYS } from "@/lib/notifications/policy";

const DAY_MS = 86_400_000;

/** Forgets old notifications, and of mailboxes that are deleted or nobody's any more everything. Safe to run anywhere, any number of times. */
export async function forgetRules({ database }: Pick<PortalContext, "database">): Promise<void> {
  const { prisma } = database;
  const isGone: Prisma.MailRuleWhereInput & Prisma.NotificationWhereInput = {
    mailbox: { OR: [{ state: "DELETED" }, { accountId: null }] },
  };
  const before = new Date(Date.now() - NOTIFICATION_KEPT_DAYS * DAY_MS);
  await prisma.notification.deleteMany({ where: { OR: [{ createdAt: { lt: before } }, isGone] } });
  await prisma.mailRule.deleteMany({ where: isGone });
}
