import type { Transaction } from "@/lib/database/create-database";
import type { OperationRun, RunOutcome } from "@/lib/mailboxes/operation-run";
import { emitEvent } from "./emit-event";

/**
 * Tells webhooks what the end of an operation means, in the transaction that records the end: only the newest try
 * gets there, so each is told once. A try that will be repeated means nothing yet.
 */
export async function announceOutcome(
  transaction: Transaction,
  { operation, mailbox: row, address }: OperationRun,
  outcome: RunOutcome,
): Promise<void> {
  if (outcome.kind === "retry") return;
  const mailbox = { ...row, address };
  if (operation.kind === "PROVISION_MAILBOX") {
    if (outcome.kind === "done") return emitEvent(transaction, { type: "mailbox.created", mailbox });
    return emitEvent(transaction, { type: "provisioning.failed", mailbox, reason: outcome.reason });
  }
  // A deletion that is done may also have let the mailbox live, because its owner extended it.
  const isDeleted = outcome.kind === "done" && outcome.mailbox?.state === "DELETED";
  if (operation.kind === "DELETE_MAILBOX" && isDeleted) {
    return emitEvent(transaction, { type: "mailbox.deleted", mailbox });
  }
}
