import type { Transaction } from "@/lib/database/create-database";
import { addJob } from "@/lib/jobs/add-job";

/** Queues one mail about all that waits when the transaction commits. Safe to repeat: an account has one such job. */
export async function queueNotificationMail(
  transaction: Transaction,
  accountId: string,
  runAt?: Date,
): Promise<void> {
  await addJob(
    transaction,
    "mail-notifications",
    `mail-notifications:${accountId}`,
    { accountId },
    { queue: "notification-mail", ...(runAt ? { runAt } : {}) },
  );
}
