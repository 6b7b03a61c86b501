import type { Actor } from "@/lib/context/actor";
import type { PortalContext } from "@/lib/context/portal-context";
import { getDatabaseNow } from "@/lib/database/database-clock";
import { fail, type Result } from "@/lib/errors/result";
import { type CancelDeletionFailure, cancelDeletionOf } from "@/lib/mailboxes/cancel-deletion";
import { findTemporaryMailboxFor } from "./find-owned";

const HOUR_MS = 3_600_000;

/**
 * Takes a deletion back within its grace time; `too-late` for legacy mailboxes, which have none. One that had expired
 * gets a new lifetime, or the next clean-up would begin again.
 */
export async function undoTemporaryDeletion(
  context: Pick<PortalContext, "database" | "keyring" | "settings">,
  actor: Actor,
  input: { readonly mailboxId: string; readonly ownerSecret?: string | undefined },
): Promise<Result<{ readonly operationId: string }, CancelDeletionFailure>> {
  const mailbox = await findTemporaryMailboxFor(context, actor, input, "write");
  if (!mailbox) return fail({ reason: "not-found" });
  const { prisma } = context.database;
  const now = await getDatabaseNow(prisma);
  const expiresAt = new Date(now.getTime() + context.settings.mailbox.temporaryExpiryHours * HOUR_MS);
  // First, so that the clean-up cannot step in between; on a deletion that goes on it changes nothing.
  await prisma.mailbox.updateMany({
    where: { id: mailbox.id, state: "DELETING", expiresAt: { lte: now } },
    data: { expiresAt, expiryWarnedAt: null },
  });
  return cancelDeletionOf(context, actor, mailbox);
}
