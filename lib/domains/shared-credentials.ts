import { recordEvent } from "@/lib/audit/record-event";
import { type Actor, isAdmin } from "@/lib/context/actor";
import type { PortalContext } from "@/lib/context/portal-context";
import { fail, type Result, succeed } from "@/lib/errors/result";

/** Shared credentials as admins see them: never the password. */
export interface SharedCredentialsView {
  readonly key: string;
  readonly username: string;
  readonly updatedAt: Date;
  /** The domains that read their mail with them. */
  readonly domains: readonly string[];
}

/** Where a shared password lies, as the seal's associated data. */
export function sharedPasswordPlace(key: string): string {
  return `shared_credentials:password_sealed:${key}`;
}

export async function listSharedCredentials(
  context: Pick<PortalContext, "database">,
  actor: Actor,
): Promise<Result<readonly SharedCredentialsView[], { readonly reason: "not-allowed" }>> {
  if (!isAdmin(actor, "admin:read")) return fail({ reason: "not-allowed" });
  const rows = await context.database.prisma.sharedCredentials.findMany({
    orderBy: { key: "asc" },
    select: { key: true, username: true, updatedAt: true, domains: { select: { name: true } } },
  });
  return succeed(rows.map((row) => ({ ...row, domains: row.domains.map(({ name }) => name) })));
}

/** For the portal's own logins to a legacy domain's mail; no page and no answer carries them. */
export async function openSharedCredentials(
  context: Pick<PortalContext, "database" | "keyring">,
  key: string,
): Promise<{ readonly username: string; readonly password: string } | null> {
  const row = await context.database.prisma.sharedCredentials.findUnique({ where: { key } });
  if (!row) return null;
  return {
    username: row.username,
    password: context.keyring.open(row.passwordSealed, sharedPasswordPlace(key)),
  };
}

export type RemoveSharedCredentialsFailure = {
  readonly reason: "not-allowed" | "not-found" | "credentials-in-use";
};

/** Refused while a domain names them: its mailboxes would fall silent. */
export async function removeSharedCredentials(
  context: Pick<PortalContext, "database">,
  actor: Actor,
  input: { readonly key: string },
): Promise<Result<void, RemoveSharedCredentialsFailure>> {
  if (!isAdmin(actor, "admin:write")) return fail({ reason: "not-allowed" });
  const { key } = input;
  return context.database.prisma.$transaction(async (transaction) => {
    // One statement: a domain that names them from now on fails on its foreign key instead.
    const { count } = await transaction.sharedCredentials.deleteMany({
      where: { key, domains: { none: {} } },
    });
    if (count === 0) {
      const isThere = (await transaction.sharedCredentials.count({ where: { key } })) > 0;
      return fail({ reason: isThere ? "credentials-in-use" : "not-found" });
    }
    await recordEvent(transaction, actor, {
      action: "shared-credentials.remove",
      subjectKind: "domain",
      subjectId: key,
      result: "done",
    });
    return succeed(undefined);
  });
}
