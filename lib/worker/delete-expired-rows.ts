import { forgetOldRuns } from "@/lib/clean-up/forget-old-runs";
import type { PortalContext } from "@/lib/context/portal-context";
import { deleteInBatches } from "@/lib/database/delete-in-batches";
import { forgetRules } from "@/lib/mail-rules/forget-rules";
import { forgetBulkOperations } from "@/lib/mailboxes/forget-bulk-operations";
import { DELIVERY_KEPT_DAYS } from "@/lib/notifications/policy";
import { purgeOutgoing } from "@/lib/sending/purge-outgoing";

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
  await prisma.rateLimit.deleteMany({ where: { expire: { lt: BigInt(now.getTime()) } } });
  await deleteOldDeliveries(context);
  await forgetOldRuns(context);
  await forgetBulkOperations(context);
  await purgeOutgoing(context);
  await forgetRules(context);
}

/** By webhook, because that is how they are indexed. */
async function deleteOldDeliveries({ database }: Pick<PortalContext, "database">): Promise<void> {
  await deleteInBatches(
    (limit) => database.prisma.$executeRaw`
      delete from webhook_delivery where id in (
        select old.id
        from webhook
        cross join lateral (
          select id from webhook_delivery
          where webhook_id = webhook.id and state <> 'waiting'
            and created_at < now() - make_interval(days => ${DELIVERY_KEPT_DAYS}::int)
          limit ${limit}
        ) as old
        limit ${limit})`,
  );
}

function daysAgo(days: number): Date {
  return new Date(Date.now() - days * 86_400_000);
}
