import type { PortalContext } from "@/lib/context/portal-context";
import { DEFAULT_LOCALE, isLocale } from "@/lib/i18n/locales";
import { hashToken, newToken } from "@/lib/secrets/token";
import { sendSystemMail } from "@/lib/smtp/send-system-mail";
import { writeApprovalMail } from "./approval-mail";
import { APPROVAL_PREFIX } from "./find-approvable";
import { APPROVAL_LINK_HOURS, filingPauseAfter } from "./policy";
import { queueSending } from "./queue-sending";
import type { SendingTry } from "./sending-try";

type AnnounceContext = Pick<PortalContext, "database" | "settings" | "logger">;

const HOUR_MS = 3_600_000;

/**
 * Sends the owner a one-time link to decide with, where there is an address outside the portal's mailboxes and SMTP_URL
 * is set: a link in the mailbox itself could be read and used by the very program that asks. Otherwise the page has it.
 * Safe to repeat: a message has one link, and a new one only after the mail server refused the mail with the old.
 */
export async function announceApproval(context: AnnounceContext, row: SendingTry): Promise<void> {
  const { smtpUrl, emailFrom, appUrl } = context.settings;
  const owner = await findOwner(context, row);
  if (smtpUrl === null || !owner) return;
  const token = newToken(APPROVAL_PREFIX);
  const approvalHash = hashToken(token);
  const approvalEndsAt = new Date(Date.now() + APPROVAL_LINK_HOURS * HOUR_MS);
  const { prisma } = context.database;
  const { count } = await prisma.outgoingMessage.updateMany({
    where: { id: row.id, state: "AWAITING_APPROVAL", approvalHash: null },
    data: { approvalHash, approvalEndsAt },
  });
  if (count === 0) return;
  const link = `${appUrl}/approve-sending?token=${token}`;
  const words = writeApprovalMail(owner.locale, owner.mailbox, link, APPROVAL_LINK_HOURS);
  const outcome = await sendSystemMail({ url: smtpUrl, from: emailFrom }, { to: owner.outside, ...words });
  if (outcome.kind !== "not-sent") return;
  context.logger.warn({ mailboxId: row.mailboxId, code: outcome.code }, "approval link not mailed");
  if (outcome.code.startsWith("5")) return;
  await prisma.$transaction(async (transaction) => {
    await transaction.outgoingMessage.updateMany({
      where: { id: row.id, approvalHash },
      data: { approvalHash: null, approvalEndsAt: null },
    });
    const ageMs = Date.now() - row.createdAt.getTime();
    await queueSending(transaction, row, new Date(Date.now() + filingPauseAfter(ageMs)));
  });
}

async function findOwner({ database }: AnnounceContext, row: SendingTry) {
  const mailbox = await database.prisma.mailbox.findUnique({
    where: { id: row.mailboxId },
    select: { address: true, account: { select: { recoveryEmail: true, locale: true } } },
  });
  if (!mailbox?.address || !mailbox.account?.recoveryEmail) return null;
  const { recoveryEmail: outside, locale } = mailbox.account;
  const isOwnMailbox = (await database.prisma.mailbox.count({ where: { address: outside } })) > 0;
  if (isOwnMailbox) return null;
  return { outside, mailbox: mailbox.address, locale: isLocale(locale) ? locale : DEFAULT_LOCALE };
}
