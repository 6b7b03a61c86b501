import type { PortalContext } from "@/lib/context/portal-context";
import { DELIVERY_KEPT_DAYS } from "@/lib/notifications/policy";

/** Sessions are kept a while after they ended, for the list of recent ones. */
const SESSION_KEPT_DAYS = 7;
const DEVICE_KEPT_DAYS = 365;

/** Forgets what has expired. Safe to run anywhere, any number of times. */
export async function deleteExpiredRows(context: Pick<PortalContext, "database">): Promise<void> {
  const { prisma } = context.database;
  const now = new Date();
  await prisma.session.deleteMany({ where: { expiresAt: { lt: daysAgo(SESSION_KEPT_DAYS) } } });
  await prisma.signInDevice.deleteMany({ where: { createdAt: { lt: daysAgo(DEVICE_KEPT_DAYS) } } });
  await prisma.idempotencyRecord.deleteMany({ where: { expiresAt: { lt: now } } });
  await prisma.spentCaptcha.deleteMany({ where: { expiresAt: { lt: now } } });
  await prisma.oneTimeLink.deleteMany({ where: { expiresAt: { lt: daysAgo(1) } } });
  await prisma.webhookDelivery.deleteMany({
    where: { state: { not: "waiting" }, createdAt: { lt: daysAgo(DELIVERY_KEPT_DAYS) } },
  });
  await prisma.rateLimit.deleteMany({ where: { expire: { lt: BigInt(now.getTime()) } } });
}

function daysAgo(days: number): Date {
  return new Date(Date.now() - days * 86_400_000);
}
