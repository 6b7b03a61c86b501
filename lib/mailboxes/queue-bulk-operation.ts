import type { Transaction } from "@/lib/database/create-database";
import { addJob, BACKGROUND_PRIORITY } from "@/lib/jobs/add-job";

/** Safe to repeat. One at a time, behind what people wait for. */
export async function queueBulkOperation(transaction: Transaction, bulkOperationId: string): Promise<void> {
  await addJob(
    transaction,
    "carry-out-bulk-operation",
    `bulk-operation:${bulkOperationId}`,
    { bulkOperationId },
    { queue: "bulk-operations", priority: BACKGROUND_PRIORITY },
  );
}
