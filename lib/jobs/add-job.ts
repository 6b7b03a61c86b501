import type { Transaction } from "@/lib/database/create-database";

/** What the worker can be asked to do. Payloads hold ids only: a job row is readable by whoever reads the database. */
export interface JobPayloads {
  "carry-out-operation": { readonly operationId: string };
  "refresh-mailbox": { readonly mailboxId: string };
  "deliver-webhook": { readonly deliveryId: string };
  "mail-notifications": { readonly accountId: string };
  "send-message": { readonly outgoingId: string };
  /** A deletion that nobody waits for. */
  "carry-out-clean-up": { readonly operationId: string };
  /** One thing done to many mailboxes, a slice at a time. */
  "carry-out-bulk-operation": { readonly bulkOperationId: string };
  /** Whether Mailcow has domains the portal does not know. */
  "discover-domains": Record<string, never>;
  /** A round asked for by an admin; its row says what for. */
  "clean-up": { readonly runId: string; readonly hours: number | null; readonly isApproved: boolean };
}

/** For {@link JobOptions.priority}: after everything that somebody waits for. */
export const BACKGROUND_PRIORITY = 10;

export interface JobOptions {
  /** Jobs of one queue run one after the other. */
  readonly queue?: string;
  /** Not before. */
  readonly runAt?: Date;
  /** Lower goes first; 0 unless said otherwise. */
  readonly priority?: number;
}

/** A worker that dies counts as an attempt, so the limit is far above what our own backoff needs. */
const MAX_ATTEMPTS = 1_000;

/**
 * Queues a job when the surrounding transaction commits. Safe to repeat: a job with the same key that has not
 * started is replaced, one that runs already is followed by another.
 */
export async function addJob<Task extends keyof JobPayloads>(
  transaction: Transaction,
  task: Task,
  key: string,
  payload: JobPayloads[Task],
  options: JobOptions = {},
): Promise<void> {
  await transaction.$executeRaw`
    select graphile_worker.add_job(
      ${task}::text,
      payload := ${JSON.stringify(payload)}::json,
      queue_name := ${options.queue ?? null}::text,
      run_at := ${options.runAt ?? null}::timestamptz,
      max_attempts := ${MAX_ATTEMPTS}::int,
      priority := ${options.priority ?? 0}::int,
      job_key := ${key}::text
    )`;
}
