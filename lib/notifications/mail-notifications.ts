import type { PortalContext } from "@/lib/context/portal-context";
import { DEFAULT_LOCALE, isLocale } from "@/lib/i18n/locales";
import { sendSystemMail } from "@/lib/smtp/send-system-mail";
import { writeNotificationMail } from "./notification-mail";
import { NOTIFICATION_MAILS } from "./policy";
import { queueNotificationMail } from "./queue-notification-mail";

type MailContext = Pick<PortalContext, "database" | "settings" | "logger" | "rateLimits">;

/** A mail server that said no is asked again after this, and no sooner, however much comes in. */
const AGAIN_AFTER_MS = 5 * 60_000;

/**
 * One mail to the recovery address about all notifications that wait for one: how many there are and where to read
 * them, and nothing of the messages. What comes after an hour's last mail waits for the next hour, together. They are
 * claimed before the mail is sent, and given back only when the mail server said that it did not take it.
 */
export async function mailNotifications(context: MailContext, accountId: string): Promise<void> {
  const { prisma } = context.database;
  const { smtpUrl, emailFrom, appUrl } = context.settings;
  const account = await prisma.account.findUnique({ where: { id: accountId } });
  if (smtpUrl === null || account === null || account.recoveryEmail === null || account.state !== "ACTIVE") {
    await prisma.notification.updateMany({
      where: { accountId, wantsMail: true, mailedAt: null },
      data: { wantsMail: false },
    });
    return;
  }
  const waiting = await prisma.notification.count({ where: { accountId, wantsMail: true, mailedAt: null } });
  if (waiting === 0) return;
  const allowed = await context.rateLimits.consume(NOTIFICATION_MAILS, accountId);
  if (!allowed.ok) return later(context, accountId, allowed.failure.retryAfterSeconds * 1_000);
  const mailedAt = new Date();
  const { count } = await prisma.notification.updateMany({
    where: { accountId, wantsMail: true, mailedAt: null },
    data: { mailedAt },
  });
  if (count === 0) return;
  const locale = isLocale(account.locale) ? account.locale : DEFAULT_LOCALE;
  const mail = { to: account.recoveryEmail, ...writeNotificationMail(locale, count, appUrl) };
  const outcome = await sendSystemMail({ url: smtpUrl, from: emailFrom }, mail);
  if (outcome.kind !== "not-sent") return;
  context.logger.warn({ accountId, code: outcome.code }, "notifications not mailed");
  // 5xx: this recipient will not be had, now or later. The page shows them all the same.
  if (outcome.code.startsWith("5")) return;
  await prisma.notification.updateMany({ where: { accountId, mailedAt }, data: { mailedAt: null } });
  await later(context, accountId, AGAIN_AFTER_MS);
}

async function later({ database }: MailContext, accountId: string, pauseMs: number): Promise<void> {
  await queueNotificationMail(database.prisma, accountId, new Date(Date.now() + pauseMs));
}
