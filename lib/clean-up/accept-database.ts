import { recordEvent } from "@/lib/audit/record-event";
import { type Actor, isAdmin } from "@/lib/context/actor";
import type { PortalContext } from "@/lib/context/portal-context";
import { fail, type Result, succeed } from "@/lib/errors/result";
import { findDeletionHold, releaseDeletions } from "@/lib/mailboxes/instance-epoch";

/**
 * Ends the read-only mode after a restored backup: an admin has compared the orphans with the database and takes it
 * for the truth from here on. Nothing is deleted by it; deletions that stopped are retried one by one.
 */
export async function acceptDatabase(
  context: Pick<PortalContext, "database">,
  actor: Actor,
): Promise<Result<void, { readonly reason: "not-allowed" | "nothing-to-accept" }>> {
  if (!isAdmin(actor, "admin:write")) return fail({ reason: "not-allowed" });
  const hold = await findDeletionHold(context);
  if (!hold) return fail({ reason: "nothing-to-accept" });
  await releaseDeletions(context, hold);
  await recordEvent(context.database.prisma, actor, {
    action: "clean-up.accept-database",
    result: "done",
    detail: {
      reason: hold.reason,
      highestEpoch: hold.highestEpoch,
      orphans: hold.orphans.length,
      damaged: hold.damaged.length,
    },
  });
  return succeed(undefined);
}
