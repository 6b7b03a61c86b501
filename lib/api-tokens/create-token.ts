import { recordEvent } from "@/lib/audit/record-event";
import { type Actor, isAdmin, type Scope } from "@/lib/context/actor";
import type { PortalContext } from "@/lib/context/portal-context";
import type { Account } from "@/lib/database/models";
import { fail, type Result, succeed } from "@/lib/errors/result";
import { hashToken, newToken } from "@/lib/secrets/token";
import { type CreateTokenInput, createTokenInput } from "./schema";

export const TOKEN_PREFIX = "pasture";

export type CreateTokenFailure = {
  readonly reason:
    | "not-allowed"
    | "not-found"
    | "scope-too-wide"
    /** Nothing of an admin's rights is about one's own mailboxes. */
    | "scope-beyond-mailboxes"
    | "mailbox-not-own";
};

type ParsedInput = ReturnType<typeof createTokenInput.parse>;

const HINT_CHARACTERS = 12;
const DAY_MS = 86_400_000;

/** Makes a bearer token. It is told once, here: only its SHA-256 is stored. */
export async function createToken(
  context: Pick<PortalContext, "database">,
  actor: Actor,
  given: CreateTokenInput,
): Promise<Result<{ readonly token: string; readonly tokenId: string }, CreateTokenFailure>> {
  const input = createTokenInput.parse(given);
  // A token that could make tokens would outlive its own revocation.
  if (actor.kind === "visitor" || (actor.kind === "account" && actor.scopes !== null)) {
    return fail({ reason: "not-allowed" });
  }
  const account = await findOwner(context, actor, input.accountAddress);
  if (!account) return fail({ reason: "not-found" });
  if (account.role !== "ADMIN" && input.scopes.some(isAdminScope)) return fail({ reason: "scope-too-wide" });
  const bound = await findBound(context, account, input);
  if (!bound.ok) return bound;
  const token = newToken(TOKEN_PREFIX);
  const tokenId = await context.database.prisma.$transaction(async (transaction) => {
    const { id } = await transaction.apiToken.create({
      data: {
        accountId: account.id,
        name: input.name,
        hint: token.slice(0, HINT_CHARACTERS),
        hash: hashToken(token),
        scopes: [...input.scopes],
        networks: [...input.networks],
        isBound: bound.value !== null,
        mailboxes: { create: (bound.value ?? []).map((mailboxId) => ({ mailboxId })) },
        expiresAt: input.expiresInDays === null ? null : new Date(Date.now() + input.expiresInDays * DAY_MS),
      },
    });
    await recordEvent(transaction, actor, {
      action: "api-token.create",
      subjectKind: "api-token",
      subjectId: id,
      result: "done",
      detail: { scopes: input.scopes.join(" "), mailboxes: bound.value?.length ?? null },
    });
    return id;
  });
  return succeed({ token, tokenId });
}

async function findOwner(
  context: Pick<PortalContext, "database">,
  actor: Exclude<Actor, { kind: "visitor" }>,
  address: string | undefined,
): Promise<Account | null> {
  const { account } = context.database.prisma;
  if (address === undefined) {
    return actor.kind === "account" ? account.findUnique({ where: { id: actor.accountId } }) : null;
  }
  const isOwn = actor.kind === "account" && actor.address === address.toLowerCase();
  if (!isOwn && !isAdmin(actor, "admin:write")) return null;
  return account.findUnique({ where: { address: address.toLowerCase() } });
}

/** Ids of the mailboxes to limit it to; null for no limit. */
async function findBound(
  { database }: Pick<PortalContext, "database">,
  account: Account,
  { mailboxAddresses, scopes }: ParsedInput,
): Promise<Result<readonly string[] | null, CreateTokenFailure>> {
  if (mailboxAddresses === undefined) return succeed(null);
  if (scopes.some(isAdminScope)) return fail({ reason: "scope-beyond-mailboxes" });
  const addresses = [...new Set(mailboxAddresses)];
  const mailboxes = await database.prisma.mailbox.findMany({
    where: { accountId: account.id, address: { in: addresses }, state: { not: "DELETED" } },
    select: { id: true },
  });
  if (mailboxes.length < addresses.length) return fail({ reason: "mailbox-not-own" });
  return succeed(mailboxes.map(({ id }) => id));
}

function isAdminScope(scope: Scope): boolean {
  return scope.startsWith("admin:");
}
