import type { Transaction } from "@/lib/database/create-database";
import { addJob, BACKGROUND_PRIORITY } from "@/lib/jobs/add-job";

export interface RequestedRound {
  readonly runId: string;
  readonly hours: number | null;
  readonly isApproved: boolean;
}

/** Safe to repeat: one job a round. */
export async function queueRound(
  transaction: Transaction,
  { runId, hours, isApproved }: RequestedRound,
  afterMs = 0,
): Promise<void> {
  await addJob(
    transaction,
    "clean-up",
    `clean-up:${runId}`,
    { runId, hours, isApproved },
    {
      priority: BACKGROUND_PRIORITY,
      ...(afterMs > 0 ? { runAt: new Date(Date.now() + afterMs) } : {}),
    },
  );
}
