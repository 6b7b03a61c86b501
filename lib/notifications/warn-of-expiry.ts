import type { PortalContext } from "@/lib/context/portal-context";
import { notifyChange } from "@/lib/database/notifications";
import { DEFAULT_LOCALE, isLocale } from "@/lib/i18n/locales";
import { sendSystemMail } from "@/lib/smtp/send-system-mail";
import { writeExpiryMail } from "./expiry-mail";
import { WARNING_MINUTES, WARNING_SHARE } from "./policy";

type WarningContext = Pick<PortalContext, "database" | "settings" | "logger">;

/** A mailbox whose warning this process has taken upon itself. */
interface ClaimedWarning {
  readonly id: string;
  readonly address: string;
  readonly expiresAt: Date;
  readonly warnedAt: Date;
  readonly accountId: string | null;
  /** Null for a visitor's mailbox. */
  readonly owner: { readonly address: string; readonly locale: string | null } | null;
}

/** In one round; the next one follows within a minute. */
const MOST_AT_ONCE = 200;

/**
 * Warns the owners of temporary mailboxes that expire soon: on the page for all, by mail where there is an account and
 * SMTP_URL is set. Each expiry is warned of once, also by several workers at once: a mailbox is claimed before
 * anything is sent, and the claim is given back only when the mail server said that it did not take the message.
 * Time is the database's.
 */
export async function warnOfExpiry(context: WarningContext): Promise<{ readonly warned: number }> {
  const claimed = await claimWarnings(context);
  let warned = 0;
  for (const warning of claimed) {
    const isMailed = await mailOwner(context, warning);
    if (isMailed) warned += 1;
    else await giveBack(context, warning);
  }
  return { warned };
}

/** One statement: a mailbox that two workers see belongs to the one that writes first. */
async function claimWarnings({ database }: WarningContext): Promise<readonly ClaimedWarning[]> {
  return database.prisma.$transaction(async (transaction) => {
    const claimed = await transaction.$queryRaw<{ id: string }[]>`
      update mailbox set expiry_warned_at = now()
      where id in (
        select id from mailbox
        where purpose = 'TEMPORARY' and state = 'ACTIVE' and expiry_warned_at is null
          and address is not null and expires_at > now()
          and expires_at - least(
            make_interval(mins => ${WARNING_MINUTES}),
            (expires_at - created_at) * ${WARNING_SHARE}::float8
          ) <= now()
        order by expires_at limit ${MOST_AT_ONCE} for update skip locked
      )
      returning id`;
    const rows = await transaction.mailbox.findMany({
      where: { id: { in: claimed.map(({ id }) => id) } },
      include: { account: { select: { address: true, recoveryEmail: true, locale: true } } },
    });
    for (const { id, accountId } of rows) {
      await notifyChange(transaction, { kind: "mailbox", id, accountId });
    }
    return rows.flatMap(({ id, address, expiresAt, expiryWarnedAt, accountId, account }) =>
      address && expiresAt && expiryWarnedAt
        ? [{ id, address, expiresAt, warnedAt: expiryWarnedAt, accountId, owner: toOwner(account) }]
        : [],
    );
  });
}

/** To the address outside where there is one: it is read by people who live in another mailbox. */
function toOwner(
  account: { address: string; recoveryEmail: string | null; locale: string | null } | null,
): ClaimedWarning["owner"] {
  return account ? { address: account.recoveryEmail ?? account.address, locale: account.locale } : null;
}

/** True when the warning needs no other try. */
async function mailOwner(context: WarningContext, warning: ClaimedWarning): Promise<boolean> {
  const { smtpUrl, emailFrom, appUrl } = context.settings;
  const { owner } = warning;
  if (smtpUrl === null || owner === null) return true;
  const locale = isLocale(owner.locale) ? owner.locale : DEFAULT_LOCALE;
  const mail = { to: owner.address, ...writeExpiryMail(locale, warning, appUrl) };
  const outcome = await sendSystemMail({ url: smtpUrl, from: emailFrom }, mail);
  if (outcome.kind !== "not-sent") return true;
  context.logger.warn({ mailboxId: warning.id, code: outcome.code }, "expiry warning not mailed");
  // 5xx: this recipient will not be had, now or later. The page still warns.
  return outcome.code.startsWith("5");
}

/** Only our own claim: an extension in between has begun a new count. */
async function giveBack({ database }: WarningContext, { id, warnedAt }: ClaimedWarning): Promise<void> {
  await database.prisma.mailbox.updateMany({
    where: { id, expiryWarnedAt: warnedAt },
    data: { expiryWarnedAt: null },
  });
}
