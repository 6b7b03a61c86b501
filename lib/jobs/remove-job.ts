import type { Transaction } from "@/lib/database/create-database";

/**
 * Takes a job back when the surrounding transaction commits, because its work is done. One that a worker has begun
 * ends by itself and is not tried again. Safe to repeat.
 */
export async function removeJob(transaction: Transaction, key: string): Promise<void> {
  await transaction.$executeRaw`select graphile_worker.remove_job(${key}::text)`;
}
