import type { SystemActor } from "@/lib/context/actor";
import { cleanUpExpired } from "./clean-up-expired";
import { cleanUpInactive } from "./clean-up-inactive";
import type { CleanUpContext } from "./run-deletion-round";
import { closeRun } from "./run-record";
import { syncQuota } from "./sync-quota";

export interface RequestedRound {
  readonly runId: string;
  readonly hours: number | null;
  readonly isApproved: boolean;
}

/** Does the round that somebody asked for; delivered twice, the second finds it done. */
export async function carryOutCleanUp(context: CleanUpContext, round: RequestedRound): Promise<void> {
  const run = await context.database.prisma.cleanUpRun.findUnique({ where: { id: round.runId } });
  if (run?.state !== "RUNNING") return;
  // Whoever asked was an admin then, and the row says who it was.
  const actor: SystemActor = { kind: "system", name: run.startedBy };
  const { runId, isApproved } = round;
  const input = { runId, isApproved, isDryRun: run.isDryRun };
  const hours = round.hours === null ? {} : { hours: round.hours };
  const result = await {
    EXPIRED: () => cleanUpExpired(context, actor, input),
    INACTIVE: () => cleanUpInactive(context, actor, { ...input, ...hours }),
    QUOTA: () => syncQuota(context, actor, { runId, isDryRun: run.isDryRun }),
  }[run.kind]();
  if (!result.ok) await closeRun(context, runId, { state: "FAILED", reason: result.failure.reason });
}
