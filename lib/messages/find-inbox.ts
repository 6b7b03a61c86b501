import { type Actor, hasScope } from "@/lib/context/actor";
import { holdsMailbox } from "@/lib/context/mailbox-reach";
import type { PortalContext } from "@/lib/context/portal-context";
import type { Mailbox } from "@/lib/database/models";
import { openSharedCredentials } from "@/lib/domains/shared-credentials";
import { fail, type Result, succeed } from "@/lib/errors/result";
import type { ImapAccount } from "@/lib/imap/imap-account";
import { portalPasswordPlace } from "@/lib/mailboxes/ensure-portal-password";
import { hashOwnerSecret } from "@/lib/temporary-mailboxes/owner-secret";
import { isRefusedLately } from "./refused-password";
import type { MailboxFailure, MailboxKey } from "./schema";

/** Where a mailbox's mail lies, and what of it belongs to the mailbox. */
export interface Inbox {
  readonly mailboxId: string;
  readonly address: string;
  /** When somebody was last seen reading it. */
  readonly readAt: Date | null;
  readonly account: ImapAccount;
  /** Null when the account is the mailbox's own; otherwise only mail delivered to `address` may be shown. */
  readonly sharedUser: string | null;
  /** The sealed password this was opened with, so that a refusal is noted of this one; null of a shared account. */
  readonly passwordSealed: string | null;
  /** When a mail server last called it wrong, long enough ago to be tried again. */
  readonly refusedAt: Date | null;
}

/** To read; to change what is there; to put in what is being written or was sent. */
export type InboxAccess = "read" | "write" | "send";

type InboxContext = Pick<PortalContext, "database" | "keyring" | "settings">;
type FoundMailbox = Mailbox & { readonly address: string };

/**
 * The inbox, for its owner alone: reading other people's mail is no part of an admin's rights. The system reads too,
 * for notifications.
 */
export async function findInbox(
  context: InboxContext,
  actor: Actor,
  key: MailboxKey,
  access: InboxAccess,
): Promise<Result<Inbox, MailboxFailure>> {
  const mailbox = await context.database.prisma.mailbox.findUnique({ where: { id: key.mailboxId } });
  if (!mailbox || mailbox.state === "DELETED" || !hasAddress(mailbox)) return fail({ reason: "not-found" });
  if (!mayRead(actor, mailbox, key.ownerSecret, access)) return fail({ reason: "not-found" });
  if (mailbox.state !== "ACTIVE") return fail({ reason: "mailbox-not-ready" });
  return mailbox.backend === "LEGACY" ? openShared(context, mailbox) : openOwn(context, mailbox);
}

function hasAddress(mailbox: Mailbox): mailbox is FoundMailbox {
  return mailbox.address !== null;
}

function mayRead(
  actor: Actor,
  mailbox: Mailbox,
  ownerSecret: string | undefined,
  access: InboxAccess,
): boolean {
  if (actor.kind === "system") return true;
  if (holdsMailbox(actor, mailbox)) return mayUse(actor, access);
  const given = hashOwnerSecret(ownerSecret);
  return given !== null && given === mailbox.ownerSecretHash;
}

/** A token that reads may not throw mail away: for that it must also be one that changes the mailbox. */
function mayUse(actor: Actor, access: InboxAccess): boolean {
  if (access === "send") return hasScope(actor, "mail:send");
  return hasScope(actor, "mail:read") && (access === "read" || hasScope(actor, "mailbox:write"));
}

function openOwn(context: InboxContext, mailbox: FoundMailbox): Result<Inbox, MailboxFailure> {
  const { appPasswordSealed, appPasswordReadyAt, appPasswordRefusedAt } = mailbox;
  if (!appPasswordSealed || !appPasswordReadyAt) return fail({ reason: "mailbox-not-ready" });
  if (isRefusedLately(appPasswordRefusedAt)) return fail({ reason: "mailbox-login-refused" });
  return succeed({
    mailboxId: mailbox.id,
    address: mailbox.address,
    readAt: mailbox.readAt,
    sharedUser: null,
    passwordSealed: appPasswordSealed,
    refusedAt: appPasswordRefusedAt,
    account: {
      server: portalServer(context),
      user: mailbox.address,
      password: context.keyring.open(appPasswordSealed, portalPasswordPlace(mailbox.id)),
      hostNamedBy: "operator",
    },
  });
}

async function openShared(
  context: InboxContext,
  mailbox: FoundMailbox,
): Promise<Result<Inbox, MailboxFailure>> {
  const domain = await context.database.prisma.domain.findUnique({ where: { name: mailbox.domainName } });
  const credentials = domain?.credentialsKey
    ? await openSharedCredentials(context, domain.credentialsKey)
    : null;
  if (!domain || !credentials) return fail({ reason: "mailbox-not-ready" });
  const own = portalServer(context);
  return succeed({
    mailboxId: mailbox.id,
    address: mailbox.address,
    readAt: mailbox.readAt,
    sharedUser: credentials.username,
    passwordSealed: null,
    refusedAt: null,
    account: {
      server: { ...own, host: domain.imapHost ?? own.host, port: domain.imapPort ?? own.port },
      user: credentials.username,
      password: credentials.password,
      hostNamedBy: domain.imapHost ? "admin" : "operator",
    },
  });
}

function portalServer({ settings }: Pick<PortalContext, "settings">): ImapAccount["server"] {
  return {
    host: settings.mail.imapHost,
    port: settings.mail.imapPort,
    verifyTls: settings.mailcow.verifyTls,
    certificateAuthority: settings.mailcow.certificateAuthority,
  };
}
