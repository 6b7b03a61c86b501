import type { RegistrationMode, Settings } from "@/lib/config/settings";
import { type Actor, isAdmin } from "@/lib/context/actor";
import type { PortalContext } from "@/lib/context/portal-context";
import type { Prisma, Transaction } from "@/lib/database/create-database";
import type { Domain } from "@/lib/database/models";
import { fail, type Result, succeed } from "@/lib/errors/result";
import { registrationModeFor } from "./registration-mode";

/** A domain that people may choose when they register. */
export interface RegistrationDomain {
  readonly name: string;
  readonly maxMailboxQuotaMiB: number | null;
  /** MiB of a mailbox registered here. */
  readonly quotaMiB: number;
  /** What stands between a visitor and an address here. */
  readonly mode: RegistrationMode;
}

const MAY_WORK_IN_MAILCOW: Prisma.DomainWhereInput = {
  kind: "MANAGED",
  AND: [
    { OR: [{ existsInMailcow: true }, { existsInMailcow: null }] },
    { OR: [{ activeInMailcow: true }, { activeInMailcow: null }] },
  ],
};

const IN_OPERATORS_ORDER = [{ position: "asc" }, { name: "asc" }] as const;

/** In the operator's order; premium domains, and those Mailcow is known not to have or to have off, are left out. */
export async function listRegistrationDomains(
  context: Pick<PortalContext, "database" | "settings">,
): Promise<readonly RegistrationDomain[]> {
  const domains = await context.database.prisma.domain.findMany({
    where: { ...MAY_WORK_IN_MAILCOW, registrationOpen: true, isPremium: false },
    orderBy: [...IN_OPERATORS_ORDER],
  });
  return domains.map((domain) => ({
    name: domain.name,
    maxMailboxQuotaMiB: domain.maxMailboxQuotaMiB,
    quotaMiB: quotaOf(domain, context.settings),
    mode: registrationModeFor(domain, context.settings),
  }));
}

/** Whether addresses on this domain are the portal's to give out. */
export async function isManagedDomain(
  context: Pick<PortalContext, "database">,
  name: string,
): Promise<boolean> {
  return (await context.database.prisma.domain.count({ where: { name, kind: "MANAGED" } })) > 0;
}

/** MiB of a person's new mailbox on this domain. */
export async function getMailboxQuotaMiB(
  transaction: Transaction,
  settings: Pick<Settings, "mailbox">,
  name: string,
): Promise<number> {
  return quotaOf(await transaction.domain.findUnique({ where: { name } }), settings);
}

function quotaOf(
  domain: Pick<Domain, "defaultQuotaMiB"> | null,
  settings: Pick<Settings, "mailbox">,
): number {
  return domain?.defaultQuotaMiB ?? settings.mailbox.quotaMiB;
}

/** A domain on which the actor may have a temporary mailbox. */
export interface TemporaryDomain {
  readonly name: string;
  readonly kind: "managed" | "legacy";
  readonly isPremium: boolean;
}

/**
 * In the operator's order, without domains that could not work at the moment. Premium ones are listed for accounts
 * that may use them and for admins; to visitors only what is open to visitors.
 */
export async function listTemporaryDomains(
  context: Pick<PortalContext, "database">,
  actor: Actor,
): Promise<readonly TemporaryDomain[]> {
  const domains = await context.database.prisma.domain.findMany({
    where: {
      temporaryAllowed: true,
      ...(actor.kind === "visitor" ? { visitorsAllowed: true } : {}),
      ...((await mayUsePremium(context, actor)) ? {} : { isPremium: false }),
      OR: [MAY_WORK_IN_MAILCOW, { kind: "LEGACY", credentialsKey: { not: null } }],
    },
    orderBy: [...IN_OPERATORS_ORDER],
    select: { name: true, kind: true, isPremium: true },
  });
  return domains.map(({ name, kind, isPremium }) => ({ name, kind: kindName(kind), isPremium }));
}

async function mayUsePremium(context: Pick<PortalContext, "database">, actor: Actor): Promise<boolean> {
  if (actor.kind !== "account") return actor.kind === "system";
  if (actor.role === "ADMIN") return true;
  const where = { id: actor.accountId, isPremium: true };
  return (await context.database.prisma.account.count({ where })) > 0;
}

const kindName = (kind: Domain["kind"]) => (kind === "LEGACY" ? "legacy" : "managed");

/** A domain as admins see it: its settings, Mailcow's limits, and the room that is left. */
export interface DomainView {
  readonly id: string;
  readonly name: string;
  readonly kind: "managed" | "legacy";
  readonly registrationOpen: boolean;
  /** Null follows REGISTRATION_MODE. */
  readonly registrationMode: RegistrationMode | null;
  readonly temporaryAllowed: boolean;
  readonly visitorsAllowed: boolean;
  readonly isPremium: boolean;
  readonly defaultQuotaMiB: number | null;
  readonly capPerPerson: number | null;
  readonly capPerDay: number | null;
  readonly capTotal: number | null;
  readonly imapHost: string | null;
  readonly imapPort: number | null;
  readonly credentialsKey: string | null;
  /** Null until Mailcow was asked. */
  readonly existsInMailcow: boolean | null;
  readonly activeInMailcow: boolean | null;
  readonly maxMailboxes: number | null;
  readonly maxMailboxQuotaMiB: number | null;
  readonly quotaLeftMiB: number | null;
  /** When Mailcow's numbers were read. */
  readonly asOf: Date | null;
  /** The portal's own mailboxes that are not deleted. */
  readonly mailboxCount: number;
  readonly temporaryCount: number;
  /** Further mailboxes until the nearest limit, the portal's cap or Mailcow's; null where there is none. */
  readonly mailboxesLeft: number | null;
  /** MAILCOW_DOMAIN: cannot be removed here. */
  readonly isConfigured: boolean;
}

/** Every domain for an admin, in the operator's order. Two queries, however many domains. */
export async function listDomains(
  context: Pick<PortalContext, "database" | "settings">,
  actor: Actor,
): Promise<Result<readonly DomainView[], { readonly reason: "not-allowed" }>> {
  if (!isAdmin(actor, "admin:read")) return fail({ reason: "not-allowed" });
  const { prisma } = context.database;
  const [domains, counts] = await Promise.all([
    prisma.domain.findMany({ orderBy: [...IN_OPERATORS_ORDER] }),
    prisma.mailbox.groupBy({
      by: ["domainName", "purpose"],
      where: { state: { not: "DELETED" } },
      _count: { _all: true },
    }),
  ]);
  return succeed(
    domains.map((domain) => {
      const own = counts.filter(({ domainName }) => domainName === domain.name);
      const sum = (rows: typeof own) => rows.reduce((total, row) => total + row._count._all, 0);
      const temporaryCount = sum(own.filter(({ purpose }) => purpose === "TEMPORARY"));
      return viewDomain(domain, sum(own), temporaryCount, context.settings);
    }),
  );
}

function viewDomain(
  domain: Domain,
  mailboxCount: number,
  temporaryCount: number,
  settings: Pick<Settings, "domain" | "registrationMode">,
): DomainView {
  const { position: _position, createdAt: _createdAt, seenAt, kind, registrationMode, ...rest } = domain;
  return {
    ...rest,
    kind: kindName(kind),
    registrationMode:
      registrationMode === null
        ? null
        : registrationModeFor({ registrationMode, registrationOpen: true }, settings),
    asOf: seenAt,
    mailboxCount,
    temporaryCount,
    mailboxesLeft: roomLeft(domain, mailboxCount),
    isConfigured: domain.name === settings.domain,
  };
}

/** Mailcow's limit binds managed domains only; it may be overshot, which is no room and not less than none. */
function roomLeft({ kind, capTotal, mailboxesLeft }: Domain, mailboxCount: number): number | null {
  const limits = [
    ...(capTotal === null ? [] : [capTotal - mailboxCount]),
    ...(kind === "LEGACY" || mailboxesLeft === null ? [] : [mailboxesLeft]),
  ];
  return limits.length === 0 ? null : Math.max(0, Math.min(...limits));
}
