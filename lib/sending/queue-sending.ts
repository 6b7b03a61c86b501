import { createHash } from "node:crypto";
import type { Transaction } from "@/lib/database/create-database";
import { addJob } from "@/lib/jobs/add-job";

/**
 * A mail server that never answers holds a worker's hand for minutes. All sending shares this many lanes, so that it
 * can never take the hands that make mailboxes; the mail of one mailbox goes out one after the other.
 */
const LANES = 3;

export function sendingKey(outgoingId: string): string {
  return `outgoing:${outgoingId}`;
}

/** Queues one look at the message when the transaction commits. Safe to repeat. */
export async function queueSending(
  transaction: Transaction,
  message: { readonly id: string; readonly mailboxId: string },
  runAt?: Date,
): Promise<void> {
  await addJob(
    transaction,
    "send-message",
    sendingKey(message.id),
    { outgoingId: message.id },
    { queue: `sending:${laneOf(message.mailboxId)}`, ...(runAt ? { runAt } : {}) },
  );
}

function laneOf(mailboxId: string): number {
  return createHash("sha256").update(mailboxId).digest().readUInt8(0) % LANES;
}
