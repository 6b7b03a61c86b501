import { recordEvent } from "@/lib/audit/record-event";
import { type Actor, isAdmin } from "@/lib/context/actor";
import type { PortalContext } from "@/lib/context/portal-context";
import { fail, type Result, succeed } from "@/lib/errors/result";

/** Ends a token with its next use: one's own from a browser session, anybody's for an admin. Safe to repeat. */
export async function revokeToken(
  context: Pick<PortalContext, "database">,
  actor: Actor,
  input: { readonly tokenId: string },
): Promise<Result<void, { readonly reason: "not-found" }>> {
  if (actor.kind === "visitor") return fail({ reason: "not-found" });
  const owner = isAdmin(actor, "admin:write")
    ? {}
    : actor.kind === "account" && actor.scopes === null
      ? { accountId: actor.accountId }
      : null;
  if (!owner) return fail({ reason: "not-found" });
  return context.database.prisma.$transaction(async (transaction) => {
    const token = await transaction.apiToken.findFirst({ where: { id: input.tokenId, ...owner } });
    if (!token) return fail({ reason: "not-found" });
    await transaction.apiToken.updateMany({
      where: { id: token.id, revokedAt: null },
      data: { revokedAt: new Date() },
    });
    await recordEvent(transaction, actor, {
      action: "api-token.revoke",
      subjectKind: "api-token",
      subjectId: token.id,
      result: "done",
    });
    return succeed(undefined);
  });
}
