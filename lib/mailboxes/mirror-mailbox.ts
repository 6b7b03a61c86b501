import type { Prisma } from "@/lib/database/create-database";
import type { MailcowMailbox } from "@/lib/mailcow/mailboxes";

/** What the portal's row takes over from Mailcow's answer. */
export function mirrorOf(mailbox: MailcowMailbox) {
  return {
    quotaMiB: mailbox.quotaMiB,
    usedBytes: BigInt(mailbox.usedBytes),
    messageCount: mailbox.messageCount,
    forcePasswordUpdate: mailbox.forcePasswordUpdate,
    protocols: allowedProtocols(mailbox),
    lastLoginAt: newestLogin(mailbox),
    seenAt: new Date(),
  } satisfies Prisma.MailboxUpdateInput;
}

/** As the portal stores them: `imap`, `smtp`, `pop3`, `sieve`. */
export function allowedProtocols(mailbox: MailcowMailbox): string[] {
  const { imap, smtp, pop3, sieve } = mailbox.protocols;
  return [
    ...(imap ? ["imap"] : []),
    ...(smtp ? ["smtp"] : []),
    ...(pop3 ? ["pop3"] : []),
    ...(sieve ? ["sieve"] : []),
  ];
}

export function newestLogin(mailbox: MailcowMailbox): Date | null {
  const instants = [
    mailbox.lastImapLoginAt,
    mailbox.lastSmtpLoginAt,
    mailbox.lastPop3LoginAt,
    mailbox.lastSsoLoginAt,
  ].filter((instant) => instant !== null);
  return instants.reduce<Date | null>(
    (newest, instant) => (!newest || instant > newest ? instant : newest),
    null,
  );
}
