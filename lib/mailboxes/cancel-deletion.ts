import { recordEvent } from "@/lib/audit/record-event";
import type { Actor } from "@/lib/context/actor";
import type { PortalContext } from "@/lib/context/portal-context";
import type { Mailbox } from "@/lib/database/models";
import { fail, type Result, succeed } from "@/lib/errors/result";
import { deletionPlan } from "./carry-out-deletion";
import { findMailboxFor } from "./queries";
import { startOperation } from "./start-operation";

export type CancelDeletionFailure = { readonly reason: "not-found" | "too-late" };

/**
 * Undoes a deletion within its grace time: the logins come back as they were. `too-late` when the worker is at
 * it this moment or has finished: the row's state decides, so the two cannot both win.
 */
export async function cancelDeletion(
  context: Pick<PortalContext, "database" | "keyring">,
  actor: Actor,
  input: { readonly mailboxId: string },
): Promise<Result<{ readonly operationId: string }, CancelDeletionFailure>> {
  const mailbox = await findMailboxFor(context, actor, { id: input.mailboxId }, "write");
  return mailbox ? cancelDeletionOf(context, actor, mailbox) : fail({ reason: "not-found" });
}

/** For callers that have found out themselves that the mailbox is the actor's. */
export async function cancelDeletionOf(
  context: Pick<PortalContext, "database" | "keyring">,
  actor: Actor,
  mailbox: Pick<Mailbox, "id" | "accountId" | "madeAt">,
): Promise<Result<{ readonly operationId: string }, CancelDeletionFailure>> {
  // A mailbox that was never made has no grace time: there is nothing to give back.
  if (!mailbox.madeAt) return fail({ reason: "too-late" });
  return context.database.prisma.$transaction(async (transaction) => {
    const [deletion] = await transaction.operation.updateManyAndReturn({
      where: {
        mailboxId: mailbox.id,
        kind: "DELETE_MAILBOX",
        state: { in: ["QUEUED", "WAITING", "NEEDS_ADMIN"] },
      },
      data: { state: "CANCELLED", finishedAt: new Date() },
    });
    if (!deletion) return fail({ reason: "too-late" });
    await transaction.mailbox.update({
      where: { id: mailbox.id },
      data: { state: "ACTIVE", reason: null },
    });
    await recordEvent(transaction, actor, {
      action: "mailbox.cancel-deletion",
      subjectKind: "mailbox",
      subjectId: mailbox.id,
      result: "done",
    });
    const { protocolsBefore } = deletionPlan.parse(deletion.change);
    const operationId = await startOperation(transaction, context, {
      kind: "UPDATE_MAILBOX",
      mailboxId: mailbox.id,
      accountId: mailbox.accountId,
      change: { loginsAllowed: protocolsBefore },
    });
    return succeed({ operationId });
  });
}
