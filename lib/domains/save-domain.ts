import { recordEvent } from "@/lib/audit/record-event";
import { type Actor, isAdmin } from "@/lib/context/actor";
import type { PortalContext } from "@/lib/context/portal-context";
import type { Transaction } from "@/lib/database/create-database";
import type { Domain } from "@/lib/database/models";
import { hostRulesOf, IMAP_PORTS } from "@/lib/dns/host-rules";
import { type HostRefusal, resolvePublicHost } from "@/lib/dns/resolve-public-host";
import { fail, type Result, succeed } from "@/lib/errors/result";
import { canonicalDomain } from "@/lib/mailboxes/address";
import type { SaveDomainInput } from "./schema";

export type SaveDomainFailure =
  | { readonly reason: "not-allowed" | "invalid-domain" | "unknown-credentials" }
  | HostRefusal;

export interface SavedDomain {
  readonly id: string;
  readonly name: string;
  /** False when the domain was there and has been changed. */
  readonly isNew: boolean;
}

type SaveContext = Pick<PortalContext, "database" | "settings">;

const IMAPS_PORT = 993;

/**
 * Adds a domain or changes its settings. A change of kind affects mailboxes made from now on: each carries how it was
 * made. A host is looked up and refused when it leads inside; whoever connects later checks it again.
 */
export async function saveDomain(
  context: SaveContext,
  actor: Actor,
  input: SaveDomainInput,
): Promise<Result<SavedDomain, SaveDomainFailure>> {
  if (!isAdmin(actor, "admin:write")) return fail({ reason: "not-allowed" });
  const name = canonicalDomain(input.name);
  if (name === null) return fail({ reason: "invalid-domain" });
  const host = await checkHost(context, name, input);
  if (!host.ok) return host;
  return context.database.prisma.$transaction(async (transaction) => {
    if (!(await areCredentialsKnown(transaction, input.credentialsKey))) {
      return fail({ reason: "unknown-credentials" });
    }
    const saved = await writeDomain(transaction, name, input);
    await recordEvent(transaction, actor, {
      action: saved.isNew ? "domain.add" : "domain.change",
      subjectKind: "domain",
      subjectId: name,
      result: "done",
      detail: detailOf(input),
    });
    return succeed(saved);
  });
}

/** Host and port count together, also when only one of them changes. */
async function checkHost(
  context: SaveContext,
  name: string,
  input: SaveDomainInput,
): Promise<Result<void, SaveDomainFailure>> {
  if (input.imapHost === undefined && input.imapPort === undefined) return succeed(undefined);
  const before = await context.database.prisma.domain.findUnique({ where: { name } });
  const host = input.imapHost === undefined ? before?.imapHost : input.imapHost;
  const port = input.imapPort === undefined ? before?.imapPort : input.imapPort;
  // Without a host of its own the domain is read at the portal's mail server, which only the operator sets.
  if (!host) return port ? fail({ reason: "host-invalid" }) : succeed(undefined);
  const resolved = await resolvePublicHost(
    host,
    port ?? IMAPS_PORT,
    hostRulesOf(context.settings, IMAP_PORTS),
  );
  return resolved.ok ? succeed(undefined) : resolved;
}

/** Locks the row, so that the credentials cannot go before the domain names them. */
async function areCredentialsKnown(
  transaction: Transaction,
  key: string | null | undefined,
): Promise<boolean> {
  if (!key) return true;
  const rows = await transaction.$queryRaw<unknown[]>`
    select 1 from shared_credentials where key = ${key} for key share`;
  return rows.length > 0;
}

async function writeDomain(
  transaction: Transaction,
  name: string,
  input: SaveDomainInput,
): Promise<SavedDomain> {
  const data = changesOf(input);
  const { count } = await transaction.domain.createMany({ data: [{ name, ...data }], skipDuplicates: true });
  if (count === 0) await transaction.domain.update({ where: { name }, data });
  const { id } = await transaction.domain.findUniqueOrThrow({ where: { name }, select: { id: true } });
  return { id, name, isNew: count > 0 };
}

function changesOf({ name: _name, kind, ...rest }: SaveDomainInput): Partial<Omit<Domain, "id" | "name">> {
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  return { ...given, ...(kind ? { kind: kind === "legacy" ? "LEGACY" : "MANAGED" } : {}) };
}

function detailOf({
  name: _name,
  ...changes
}: SaveDomainInput): Record<string, string | number | boolean | null> {
  return Object.fromEntries(
    Object.entries(changes).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}
