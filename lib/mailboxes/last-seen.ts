import type { MailcowMailbox } from "@/lib/mailcow/mailboxes";

export interface Liveliness {
  /** Mailcow's newest logins by service. */
  readonly logins: readonly (Date | null)[];
  /** When the portal itself logged in: such a login is no sign of a person. */
  readonly portalLogins: readonly (Date | null)[];
  readonly readAt: Date | null;
  readonly createdAt: Date;
}

const SAME_LOGIN_MS = 60_000;

/** When a person was last seen at this mailbox, as far as anybody knows; never before it was made. */
export function lastSeenAt(mailbox: Liveliness): Date {
  const byPeople = mailbox.logins.filter(
    (login) => !mailbox.portalLogins.some((own) => own !== null && login !== null && isSameLogin(login, own)),
  );
  const instants = [...byPeople, mailbox.readAt, mailbox.createdAt].filter((instant) => instant !== null);
  return new Date(Math.max(...instants.map((instant) => instant.getTime())));
}

function isSameLogin(one: Date, other: Date): boolean {
  return Math.abs(one.getTime() - other.getTime()) <= SAME_LOGIN_MS;
}

/** By service; null where there was none, or Mailcow does not keep them. */
export function loginsOf(mailbox: MailcowMailbox): readonly (Date | null)[] {
  const { lastImapLoginAt, lastSmtpLoginAt, lastPop3LoginAt, lastSsoLoginAt } = mailbox;
  return [lastImapLoginAt, lastSmtpLoginAt, lastPop3LoginAt, lastSsoLoginAt];
}
