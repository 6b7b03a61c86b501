import type { Actor } from "@/lib/context/actor";
import type { PortalContext } from "@/lib/context/portal-context";
import type { Mailbox } from "@/lib/database/models";
import { fail, type Result, succeed } from "@/lib/errors/result";
import { beginDeletion } from "@/lib/mailboxes/delete-mailbox";
import { GRACE_HOURS } from "@/lib/mailboxes/policy";
import { findTemporaryMailboxFor } from "./find-owned";
import type { DeleteTemporaryMailboxInput } from "./schema";

export type DeleteTemporaryMailboxFailure = {
  readonly reason: "not-found" | "confirmation-needed" | "already-deleting";
};

const HOUR_MS = 3_600_000;

export type DeleteTemporaryContext = Pick<PortalContext, "database" | "keyring"> & {
  /** Asks the mail server itself; null when it does not say. Without it the hourly reading decides. */
  readonly countMail?: (mailboxId: string) => Promise<number | null>;
};

/**
 * Begins the deletion before the expiry: logins are cut at once, the mail goes after the grace time. A mailbox that
 * has mail, or of which nobody can say that it has none, asks for its address typed again. Legacy mailboxes are closed
 * in the portal; the shared mailbox behind them keeps its mail.
 */
export async function deleteTemporaryMailbox(
  context: DeleteTemporaryContext,
  actor: Actor,
  input: DeleteTemporaryMailboxInput,
): Promise<
  Result<{ readonly operationId: string; readonly deleteAfter: Date }, DeleteTemporaryMailboxFailure>
> {
  const mailbox = await findTemporaryMailboxFor(context, actor, input, "write");
  if (!mailbox) return fail({ reason: "not-found" });
  if (mailbox.state === "DELETING") return fail({ reason: "already-deleting" });
  const isConfirmed = input.confirmAddress?.toLowerCase() === mailbox.address;
  if (!isConfirmed && (await mayHaveMail(context, mailbox))) return fail({ reason: "confirmation-needed" });
  const deleteAfter = new Date(Date.now() + GRACE_HOURS * HOUR_MS);
  const operationId = await beginDeletion(context, actor, mailbox, deleteAfter);
  return operationId === null ? fail({ reason: "already-deleting" }) : succeed({ operationId, deleteAfter });
}

/** One that was never made has none. */
async function mayHaveMail({ countMail }: DeleteTemporaryContext, mailbox: Mailbox): Promise<boolean> {
  const { id, madeAt, backend, messageCount } = mailbox;
  if (madeAt === null && backend === "MANAGED") return false;
  if (countMail && mailbox.state === "ACTIVE") return (await countMail(id)) !== 0;
  return backend === "LEGACY" ? false : messageCount !== 0;
}
