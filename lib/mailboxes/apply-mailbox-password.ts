import type { WorkerContext } from "@/lib/context/portal-context";
import { editMailbox, findMailbox } from "@/lib/mailcow/mailboxes";
import { MailcowError } from "@/lib/mailcow/mailcow-error";
import { findOwnInMailcow } from "./find-own-in-mailcow";
import { type OperationRun, openPasswordHash, type RunOutcome } from "./operation-run";

/**
 * Sets the mailbox's password to the hash that waits in the operation. Safe to repeat: the operation's marker goes
 * along in the same edit, so a look tells whether it was applied, also when the answer was lost.
 */
export async function applyMailboxPassword(
  context: Pick<WorkerContext, "database" | "keyring" | "mailcow">,
  run: OperationRun,
): Promise<RunOutcome> {
  const mailbox = await findOwnInMailcow(context, run);
  if ("kind" in mailbox) return mailbox;
  const { marker } = run.operation;
  if (mailbox.attributeHash === marker) return { kind: "done" };
  const passwordHash = openPasswordHash(context, run.operation);
  if (!passwordHash) throw new Error(`operation ${run.operation.id} carries no password hash`);
  try {
    await editMailbox(context.mailcow, run.address, {
      passwordHash,
      attributeHash: marker,
      forcePasswordUpdate: false,
    });
  } catch (error) {
    if (!(error instanceof MailcowError) || !error.isUnclear) throw error;
  }
  const after = await findMailbox(context.mailcow, run.address);
  return after.state === "present" && after.mailbox.attributeHash === marker
    ? { kind: "done" }
    : { kind: "retry", reason: "mail-server-unclear" };
}
