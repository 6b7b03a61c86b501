import { recordEvent } from "@/lib/audit/record-event";
import type { AccountActor } from "@/lib/context/actor";
import type { PortalContext } from "@/lib/context/portal-context";
import { fail, type Result, succeed } from "@/lib/errors/result";
import type { RevokeSessionInput } from "./schema";

/** Ends one of the account's sessions, or all but the present one. Takes effect with their next request. */
export async function revokeSession(
  context: Pick<PortalContext, "database">,
  actor: AccountActor,
  input: RevokeSessionInput,
): Promise<Result<{ readonly ended: number }, { readonly reason: "not-found" }>> {
  if (actor.scopes !== null) return fail({ reason: "not-found" });
  const selected = "others" in input ? { id: { not: actor.sessionId ?? "" } } : { id: input.sessionId };
  return context.database.prisma.$transaction(async (transaction) => {
    const { count } = await transaction.session.updateMany({
      where: { ...selected, accountId: actor.accountId, revokedAt: null },
      data: { revokedAt: new Date() },
    });
    if (count === 0 && !("others" in input)) return fail({ reason: "not-found" });
    await recordEvent(transaction, actor, {
      action: "session.revoke",
      subjectKind: "account",
      subjectId: actor.accountId,
      result: "done",
      detail: { ended: count },
    });
    return succeed({ ended: count });
  });
}

/** Signing out: ends the session this request came with. Safe to repeat. */
export async function signOut(context: Pick<PortalContext, "database">, actor: AccountActor): Promise<void> {
  if (actor.sessionId) await revokeSession(context, actor, { sessionId: actor.sessionId });
}
