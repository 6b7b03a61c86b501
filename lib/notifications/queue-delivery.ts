import { createHash } from "node:crypto";
import type { Transaction } from "@/lib/database/create-database";
import { addJob } from "@/lib/jobs/add-job";

/**
 * A receiver that never answers holds a worker's hand for the whole deadline. All deliveries share this many lanes,
 * so that they can never take the hands that make mailboxes.
 */
const LANES = 2;

/** Queues one try when the transaction commits. Safe to repeat: the job key makes a second one replace the first. */
export async function queueDelivery(
  transaction: Transaction,
  delivery: { readonly id: string; readonly webhookId: string },
  runAt?: Date,
): Promise<void> {
  await addJob(
    transaction,
    "deliver-webhook",
    `webhook-delivery:${delivery.id}`,
    { deliveryId: delivery.id },
    { queue: `webhooks:${laneOf(delivery.webhookId)}`, ...(runAt ? { runAt } : {}) },
  );
}

function laneOf(webhookId: string): number {
  return createHash("sha256").update(webhookId).digest().readUInt8(0) % LANES;
}
