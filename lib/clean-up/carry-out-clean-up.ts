import type { SystemActor } from "@/lib/context/actor";
import { cleanUpExpired } from "./clean-up-expired";
import { cleanUpInactive } from "./clean-up-inactive";
import { queueRound, type RequestedRound } from "./queue-round";
import type { CleanUpContext } from "./run-deletion-round";
import { closeRun } from "./run-record";
import { syncQuota } from "./sync-quota";

/** A job keeps others from their turn while it waits, so it does so for a moment and then comes back. */
const WAIT_SECONDS = 1;
const COME_BACK_MS = 1_000;

/**
 * Does the round that somebody asked for; delivered twice, the second finds it done. While another round is at work
 * it stays queued: two that were asked for at once are both done, one after the other.
 */
export async function carryOutCleanUp(context: CleanUpContext, round: RequestedRound): Promise<void> {
  const run = await context.database.prisma.cleanUpRun.findUnique({ where: { id: round.runId } });
  if (run?.state !== "RUNNING") return;
  // Whoever asked was an admin then, and the row says who it was.
  const actor: SystemActor = { kind: "system", name: run.startedBy };
  const { runId, isApproved } = round;
  const input = { runId, isApproved, isDryRun: run.isDryRun, waitSeconds: WAIT_SECONDS };
  const hours = round.hours === null ? {} : { hours: round.hours };
  const result = await {
    EXPIRED: () => cleanUpExpired(context, actor, input),
    INACTIVE: () => cleanUpInactive(context, actor, { ...input, ...hours }),
    QUOTA: () => syncQuota(context, actor, { runId, isDryRun: run.isDryRun, waitSeconds: WAIT_SECONDS }),
  }[run.kind]();
  if (result.ok) return;
  if (result.failure.reason === "already-running")
    return queueRound(context.database.prisma, round, COME_BACK_MS);
  await closeRun(context, runId, { state: "FAILED", reason: result.failure.reason });
}
