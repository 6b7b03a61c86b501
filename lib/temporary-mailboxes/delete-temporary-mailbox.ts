import type { Actor } from "@/lib/context/actor";
import type { PortalContext } from "@/lib/context/portal-context";
import { fail, type Result, succeed } from "@/lib/errors/result";
import { beginDeletion } from "@/lib/mailboxes/delete-mailbox";
import { GRACE_HOURS } from "@/lib/mailboxes/policy";
import { findTemporaryMailboxFor } from "./find-owned";
import type { DeleteTemporaryMailboxInput } from "./schema";

export type DeleteTemporaryMailboxFailure = {
  readonly reason: "not-found" | "confirmation-needed" | "already-deleting";
};

const HOUR_MS = 3_600_000;

/**
 * Begins the deletion before the expiry: logins are cut at once, the mail goes after the grace time. A mailbox that
 * has mail, as far as the portal knows, asks for its address typed again. Legacy mailboxes are closed in the portal;
 * the shared mailbox behind them keeps its mail.
 */
export async function deleteTemporaryMailbox(
  context: Pick<PortalContext, "database" | "keyring">,
  actor: Actor,
  input: DeleteTemporaryMailboxInput,
): Promise<
  Result<{ readonly operationId: string; readonly deleteAfter: Date }, DeleteTemporaryMailboxFailure>
> {
  const mailbox = await findTemporaryMailboxFor(context, actor, input, "write");
  if (!mailbox) return fail({ reason: "not-found" });
  const hasMail = (mailbox.messageCount ?? 0) > 0;
  if (hasMail && input.confirmAddress?.toLowerCase() !== mailbox.address) {
    return fail({ reason: "confirmation-needed" });
  }
  const deleteAfter = new Date(Date.now() + GRACE_HOURS * HOUR_MS);
  const operationId = await beginDeletion(context, actor, mailbox, deleteAfter);
  return operationId === null ? fail({ reason: "already-deleting" }) : succeed({ operationId, deleteAfter });
}
