import { type AccountActor, type Actor, hasScope, isAdmin } from "@/lib/context/actor";
import { heldMailboxes, holdsMailbox } from "@/lib/context/mailbox-reach";
import type { PortalContext } from "@/lib/context/portal-context";
import type { Mailbox } from "@/lib/database/models";
import { fail, type Result, succeed } from "@/lib/errors/result";
import {
  type MailboxView,
  type MailServerView,
  type OperationView,
  viewMailbox,
  viewMailServer,
  viewOperation,
} from "./mail-page";
import { type ListMailboxesInput, type PasswordPolicy, passwordPolicySchema } from "./schema";

/** What to type into a mail program. */
export interface MailSettings {
  readonly imapHost: string;
  readonly imapPort: number;
  readonly imapSecurity: "SSL/TLS";
  readonly smtpHost: string;
  readonly smtpPort: number;
  readonly smtpSecurity: "STARTTLS" | "SSL/TLS";
  readonly username: string;
}

export interface MailPage {
  /** Null for an account that has none. */
  readonly mailbox: MailboxView | null;
  /** The newest operation, whatever its state. */
  readonly operation: OperationView | null;
  readonly mailServer: MailServerView;
  readonly settings: MailSettings;
  readonly webmailUrl: string;
  /** False where the account's address is not on one of the portal's domains. */
  readonly canCreateMailbox: boolean;
}

const SMTPS_PORT = 465;

type ReadContext = Pick<PortalContext, "database" | "settings">;

/** Everything the Mail page shows, from the database alone. */
export async function getMailPage(context: ReadContext, actor: AccountActor): Promise<MailPage> {
  const { prisma } = context.database;
  const [account, state] = await Promise.all([
    prisma.account.findUniqueOrThrow({
      where: { id: actor.accountId },
      select: {
        createdAt: true,
        address: true,
        mailboxes: {
          where: { ...heldMailboxes(actor), purpose: "PERSON", state: { not: "DELETED" } },
          orderBy: { createdAt: "asc" },
          take: 1,
          include: { operations: { orderBy: { createdAt: "desc" }, take: 1 } },
        },
      },
    }),
    prisma.mailServerState.findUnique({ where: { id: 1 } }),
  ]);
  const mailbox = account.mailboxes[0];
  const operation = mailbox?.operations[0];
  const domain = account.address.split("@")[1] ?? "";
  return {
    mailbox: mailbox ? viewMailbox(mailbox, account.createdAt, new Date()) : null,
    operation: operation ? viewOperation(operation) : null,
    mailServer: viewMailServer(state),
    settings: mailSettings(context, mailbox?.address ?? account.address),
    webmailUrl: context.settings.mail.webmailUrl,
    canCreateMailbox: mailbox ? true : (await prisma.domain.count({ where: { name: domain } })) > 0,
  };
}

/** Whether Mailcow answers, as the worker last saw it. */
export async function getMailServer(context: Pick<PortalContext, "database">): Promise<MailServerView> {
  return viewMailServer(await context.database.prisma.mailServerState.findUnique({ where: { id: 1 } }));
}

export function mailSettings(context: Pick<PortalContext, "settings">, address: string): MailSettings {
  const { imapHost, imapPort, smtpHost, smtpPort } = context.settings.mail;
  return {
    imapHost,
    imapPort,
    imapSecurity: "SSL/TLS",
    smtpHost,
    smtpPort,
    smtpSecurity: smtpPort === SMTPS_PORT ? "SSL/TLS" : "STARTTLS",
    username: address,
  };
}

/** Mailcow's password rules as the worker last read them; null until it has. */
export async function getPasswordPolicy(
  context: Pick<PortalContext, "database">,
): Promise<PasswordPolicy | null> {
  const state = await context.database.prisma.mailServerState.findUnique({
    where: { id: 1 },
    select: { passwordPolicy: true },
  });
  const parsed = passwordPolicySchema.safeParse(state?.passwordPolicy);
  return parsed.success ? parsed.data : null;
}

/** The mailbox if the actor owns it, or administrates; null for any other, which thus cannot be told from none. */
export async function findMailboxFor(
  context: Pick<PortalContext, "database">,
  actor: Actor,
  selector: { readonly id: string } | { readonly address: string },
  access: "read" | "write",
): Promise<Mailbox | null> {
  const mailbox = await context.database.prisma.mailbox.findUnique({
    where: "id" in selector ? { id: selector.id } : { address: selector.address },
  });
  if (!mailbox || mailbox.state === "DELETED") return null;
  if (isAdmin(actor, access === "read" ? "admin:read" : "admin:write")) return mailbox;
  return holdsMailbox(actor, mailbox) && hasScope(actor, access === "read" ? "mailbox:read" : "mailbox:write")
    ? mailbox
    : null;
}

/** The account's own mailbox; temporary ones it holds beside it are not meant. */
export async function findOwnMailbox(
  context: Pick<PortalContext, "database">,
  actor: Actor,
  access: "read" | "write",
): Promise<Mailbox | null> {
  if (actor.kind !== "account") return null;
  if (!hasScope(actor, access === "read" ? "mailbox:read" : "mailbox:write")) return null;
  return context.database.prisma.mailbox.findFirst({
    where: { ...heldMailboxes(actor), purpose: "PERSON", state: { not: "DELETED" } },
    orderBy: { createdAt: "asc" },
  });
}

export interface MailboxRow {
  readonly id: string;
  readonly address: string;
  readonly domain: string;
  readonly state: MailboxView["state"];
  readonly reason: MailboxView["reason"];
  readonly quotaMiB: number;
  readonly usedBytes: number | null;
  readonly messageCount: number | null;
  readonly asOf: Date | null;
  readonly createdAt: Date;
}

export interface MailboxList {
  readonly mailboxes: readonly MailboxRow[];
  /** Ask again with it for the next page; null on the last. */
  readonly nextCursor: string | null;
}

/** All mailboxes for an admin, newest first; keyset pages, so page 1,000 costs what page 1 costs. */
export async function listMailboxes(
  context: Pick<PortalContext, "database">,
  actor: Actor,
  input: ListMailboxesInput,
): Promise<Result<MailboxList, { readonly reason: "not-allowed" }>> {
  if (!isAdmin(actor, "admin:read")) return fail({ reason: "not-allowed" });
  const rows = await context.database.prisma.mailbox.findMany({
    where: {
      state: input.activeOnly ? "ACTIVE" : { not: "DELETED" },
      ...(input.domain ? { domainName: input.domain } : {}),
      ...(input.query ? { address: { contains: input.query.toLowerCase() } } : {}),
      ...(input.cursor ? { id: { lt: input.cursor } } : {}),
    },
    orderBy: { id: "desc" },
    take: input.limit + 1,
  });
  const page = rows.slice(0, input.limit);
  return succeed({
    mailboxes: page.map(toRow),
    nextCursor: rows.length > input.limit ? (page.at(-1)?.id ?? null) : null,
  });
}

function toRow(mailbox: Mailbox): MailboxRow {
  const { id, address, state, reason, quotaMiB, usedBytes, messageCount, asOf } = viewMailbox(
    mailbox,
    mailbox.createdAt,
    new Date(),
  );
  const { domainName: domain, createdAt } = mailbox;
  return { id, address, domain, state, reason, quotaMiB, usedBytes, messageCount, asOf, createdAt };
}
