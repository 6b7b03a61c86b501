import { type AccountActor, type Actor, isAdmin } from "@/lib/context/actor";
import type { PortalContext } from "@/lib/context/portal-context";
import { fail, type Result, succeed } from "@/lib/errors/result";

export interface Profile {
  readonly address: string;
  readonly displayName: string;
  readonly recoveryEmail: string | null;
  readonly locale: string | null;
  readonly theme: string | null;
  readonly role: "PERSON" | "ADMIN";
  readonly createdAt: Date;
}

/** The actor's own profile. */
export async function getProfile(
  context: Pick<PortalContext, "database">,
  actor: AccountActor,
): Promise<Profile> {
  return context.database.prisma.account.findUniqueOrThrow({
    where: { id: actor.accountId },
    select: {
      address: true,
      displayName: true,
      recoveryEmail: true,
      locale: true,
      theme: true,
      role: true,
      createdAt: true,
    },
  });
}

export interface AccountRow {
  readonly id: string;
  readonly address: string;
  readonly displayName: string;
  readonly role: "PERSON" | "ADMIN";
  readonly state: "ACTIVE" | "DISABLED";
  readonly mailboxState: string | null;
  readonly createdAt: Date;
}

export interface AccountListInput {
  readonly query?: string;
  readonly cursor?: string;
  readonly limit?: number;
}

/** All accounts for an admin, newest first, in keyset pages. */
export async function listAccounts(
  context: Pick<PortalContext, "database">,
  actor: Actor,
  input: AccountListInput,
): Promise<
  Result<
    { readonly accounts: readonly AccountRow[]; readonly nextCursor: string | null },
    { readonly reason: "not-allowed" }
  >
> {
  if (!isAdmin(actor, "admin:read")) return fail({ reason: "not-allowed" });
  const limit = input.limit ?? 50;
  const rows = await context.database.prisma.account.findMany({
    where: {
      ...(input.query ? { address: { contains: input.query.toLowerCase() } } : {}),
      ...(input.cursor ? { id: { lt: input.cursor } } : {}),
    },
    orderBy: { id: "desc" },
    take: limit + 1,
    include: {
      mailboxes: {
        where: { purpose: "PERSON", state: { not: "DELETED" } },
        take: 1,
        select: { state: true },
      },
    },
  });
  const page = rows.slice(0, limit);
  return succeed({
    accounts: page.map(({ id, address, displayName, role, state, createdAt, mailboxes }) => ({
      id,
      address,
      displayName,
      role,
      state,
      createdAt,
      mailboxState: mailboxes[0]?.state.toLowerCase().replaceAll("_", "-") ?? null,
    })),
    nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
  });
}

/** Whether somebody administrates this installation; while nobody does, the set-up link is offered. */
export async function hasAdmin(context: Pick<PortalContext, "database">): Promise<boolean> {
  return (await context.database.prisma.account.count({ where: { role: "ADMIN" } })) > 0;
}
