import type { Actor } from "@/lib/context/actor";
import type { PortalContext } from "@/lib/context/portal-context";
import { fail, type Result, succeed } from "@/lib/errors/result";
import { hashToken, isWellFormedToken } from "@/lib/secrets/token";
import { findOutgoing, type OwnedOutgoing } from "./find-outgoing";
import type { ApprovalFailure, DecideInput } from "./schema";

export const APPROVAL_PREFIX = "pasture_approve";

/**
 * A message somebody may decide on: its owner in a browser, or whoever holds the link that was sent to the owner's
 * address outside. Never the program that wrote it: an approval it can give itself is none.
 */
export async function findApprovable(
  context: Pick<PortalContext, "database">,
  actor: Actor,
  input: DecideInput,
): Promise<Result<OwnedOutgoing, ApprovalFailure>> {
  if (actor.kind === "account" && actor.scopes !== null) return fail({ reason: "not-allowed" });
  const row =
    "token" in input ? await findByLink(context, input.token) : await findOwn(context, actor, input);
  if (!row) return fail({ reason: "token" in input ? "nothing-to-approve" : "not-found" });
  return row.state === "AWAITING_APPROVAL" ? succeed(row) : fail({ reason: "nothing-to-approve" });
}

function findOwn(context: Pick<PortalContext, "database">, actor: Actor, input: { outgoingId: string }) {
  return findOutgoing(context, actor, input.outgoingId);
}

async function findByLink(
  { database }: Pick<PortalContext, "database">,
  token: string,
): Promise<OwnedOutgoing | null> {
  if (!isWellFormedToken(APPROVAL_PREFIX, token)) return null;
  return database.prisma.outgoingMessage.findFirst({
    where: { approvalHash: hashToken(token), approvalEndsAt: { gt: new Date() } },
    include: { mailbox: { select: { accountId: true } } },
  });
}
