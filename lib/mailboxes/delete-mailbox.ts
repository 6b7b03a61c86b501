import { recordEvent } from "@/lib/audit/record-event";
import { type Actor, isAdmin } from "@/lib/context/actor";
import type { PortalContext } from "@/lib/context/portal-context";
import type { Prisma, Transaction } from "@/lib/database/create-database";
import type { Mailbox } from "@/lib/database/models";
import { fail, type Result, succeed } from "@/lib/errors/result";
import { announceMailbox } from "@/lib/notifications/announce-mailbox";
import type { DeletionPlan } from "./carry-out-deletion";
import { GRACE_HOURS } from "./policy";
import { findMailboxFor } from "./queries";
import type { DeleteMailboxInput } from "./schema";
import { startOperation } from "./start-operation";
import { supersedeOperations } from "./supersede-operations";

export type DeleteMailboxFailure = {
  readonly reason: "not-found" | "not-allowed" | "confirmation-differs" | "already-deleting";
};

const HOUR_MS = 3_600_000;

/**
 * Begins the deletion of a mailbox the portal made: logins are cut at once, the mail is deleted after the grace
 * time, and until then it can be undone. The address is never given to anybody else.
 */
export async function deleteMailbox(
  context: Pick<PortalContext, "database" | "keyring">,
  actor: Actor,
  input: DeleteMailboxInput,
): Promise<Result<{ readonly operationId: string; readonly deleteAfter: Date }, DeleteMailboxFailure>> {
  const mailbox = await findMailboxFor(context, actor, { id: input.mailboxId }, "write");
  if (!mailbox) return fail({ reason: "not-found" });
  if (input.confirmAddress.toLowerCase() !== mailbox.address) return fail({ reason: "confirmation-differs" });
  if (input.graceHours !== undefined && !isAdmin(actor, "admin:write"))
    return fail({ reason: "not-allowed" });
  const deleteAfter = new Date(Date.now() + (input.graceHours ?? GRACE_HOURS) * HOUR_MS);
  const operationId = await beginDeletion(context, actor, mailbox, deleteAfter);
  return operationId === null ? fail({ reason: "already-deleting" }) : succeed({ operationId, deleteAfter });
}

export interface DeletionTerms {
  /** Looked at again in the transaction: an expiry may have been extended meanwhile. */
  readonly onlyIf?: Prisma.MailboxWhereInput;
  readonly plan?: Partial<Pick<DeletionPlan, "cause" | "cleanUpRunId" | "bulkOperationId" | "inactiveSince">>;
}

/**
 * Voids what else was wished for the mailbox and records its deletion, all in one transaction. Null, with nothing
 * changed, when it is being deleted already or `onlyIf` no longer holds.
 */
export async function beginDeletion(
  context: Pick<PortalContext, "database" | "keyring">,
  actor: Actor,
  mailbox: Pick<Mailbox, "id" | "accountId" | "protocols">,
  deleteAfter: Date,
  terms: DeletionTerms = {},
): Promise<string | null> {
  try {
    return await context.database.prisma.$transaction((transaction) =>
      recordDeletion(transaction, context, actor, mailbox, deleteAfter, terms),
    );
  } catch (error) {
    if (error instanceof NotToBeDeletedError) return null;
    throw error;
  }
}

/** Undoes the transaction in which the mailbox turned out to be no longer what was to be deleted. */
class NotToBeDeletedError extends Error {
  override readonly name = "NotToBeDeletedError";
}

async function recordDeletion(
  transaction: Transaction,
  context: Pick<PortalContext, "keyring">,
  actor: Actor,
  mailbox: Pick<Mailbox, "id" | "accountId" | "protocols">,
  deleteAfter: Date,
  { onlyIf = {}, plan = {} }: DeletionTerms,
): Promise<string> {
  // Whatever else was wished for this mailbox is void now, also a creation. Operations are locked before the mailbox,
  // as the worker does.
  await supersedeOperations(transaction, mailbox.id, [
    "PROVISION_MAILBOX",
    "CHANGE_MAILBOX_PASSWORD",
    "UPDATE_MAILBOX",
  ]);
  const { count } = await transaction.mailbox.updateMany({
    where: { AND: [{ id: mailbox.id, state: { notIn: ["DELETING", "DELETED"] } }, onlyIf] },
    data: { state: "DELETING", reason: null },
  });
  if (count === 0) throw new NotToBeDeletedError(`mailbox ${mailbox.id} is not to be deleted any more`);
  await recordEvent(transaction, actor, {
    action: "mailbox.delete",
    subjectKind: "mailbox",
    subjectId: mailbox.id,
    result: "done",
    detail: { deleteAfter: deleteAfter.toISOString() },
  });
  if (plan.cause === "expired") await announceMailbox(transaction, "mailbox.expired", mailbox.id);
  return startOperation(transaction, context, {
    kind: "DELETE_MAILBOX",
    mailboxId: mailbox.id,
    accountId: mailbox.accountId,
    change: { ...plan, deleteAfter: deleteAfter.toISOString(), protocolsBefore: mailbox.protocols },
  });
}
