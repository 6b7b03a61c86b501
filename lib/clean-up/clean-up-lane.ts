import type { WorkerContext } from "@/lib/context/portal-context";
import { deletionPlan } from "@/lib/mailboxes/carry-out-deletion";
import { carryOutOperation, type OperationContext } from "@/lib/mailboxes/carry-out-operation";
import { averageMs, nextPauseMs } from "./pace";
import { recordOutcome } from "./run-record";
import type { ItemOutcome } from "./schema";

type LaneContext = OperationContext & Pick<WorkerContext, "database">;

export interface CleanUpLane {
  /** One deletion of a round, when it is its turn; safe to repeat, as every operation is. */
  carryOut(operationId: string): Promise<void>;
  /** Ends every wait at once; a deletion at work is finished. */
  stop(): void;
}

/** Others go first for so long, then one deletion goes all the same: a busy portal must not keep what expired. */
const LONGEST_YIELD_MS = 10_000;
const YIELD_STEP_MS = 200;

/**
 * Where a worker carries out the clean-up's deletions. Their queue lets one through at a time over all workers; here
 * each waits for what people wait for, is measured, and leaves the mail server the pause its speed asks for. The
 * pause lives in memory only: a new worker begins carefully enough, with one at a time.
 */
export function createCleanUpLane(context: LaneContext): CleanUpLane {
  const stopped = new AbortController();
  const background = { ...context, mailcow: context.mailcow.withPriority("background") };
  let pauseMs = 0;
  return {
    carryOut: async (operationId) => {
      await yieldToPeople(context, stopped.signal);
      const startedAt = performance.now();
      await carryOutOperation(background, operationId);
      const tookMs = performance.now() - startedAt;
      const outcome = await recordResult(context, operationId, tookMs);
      if (outcome !== "deleted") return;
      pauseMs = nextPauseMs(pauseMs, tookMs);
      await rest(pauseMs, stopped.signal);
    },
    stop: () => stopped.abort(),
  };
}

async function yieldToPeople(context: LaneContext, signal: AbortSignal): Promise<void> {
  const until = performance.now() + LONGEST_YIELD_MS;
  while (!signal.aborted && performance.now() < until && (await isAnybodyWaiting(context))) {
    await rest(YIELD_STEP_MS, signal);
  }
}

async function isAnybodyWaiting({ database }: LaneContext): Promise<boolean> {
  const [row] = await database.prisma.$queryRaw<{ busy: boolean }[]>`
    select exists (
      select from operation
      where state in ('QUEUED', 'RUNNING') and change ->> 'cleanUpRunId' is null
        and created_at > now() - interval '10 minutes'
    ) as busy`;
  return row?.busy ?? false;
}

/** A pause of 0 is none at all. */
function rest(pauseMs: number, signal: AbortSignal): Promise<void> {
  if (pauseMs === 0 || signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, pauseMs);
    signal.addEventListener("abort", end);
  });
}

/** What the try came to, in the round's own books; null when the operation is not a round's. */
async function recordResult(
  context: LaneContext,
  operationId: string,
  tookMs: number,
): Promise<ItemOutcome | null> {
  const { prisma } = context.database;
  const operation = await prisma.operation.findUnique({
    where: { id: operationId },
    select: { state: true, reason: true, change: true, mailbox: { select: { id: true, state: true } } },
  });
  const plan = deletionPlan.safeParse(operation?.change);
  const runId = plan.data?.cleanUpRunId;
  if (!operation || !runId) return null;
  const outcome = outcomeOf(operation);
  await recordOutcome(context, runId, operation.mailbox.id, outcome, operation.reason);
  if (outcome !== "deleted" && outcome !== "refused") return outcome;
  const run = await prisma.cleanUpRun.findUnique({ where: { id: runId }, select: { msPerItem: true } });
  await prisma.cleanUpRun.updateMany({
    where: { id: runId },
    data:
      outcome === "deleted"
        ? { done: { increment: 1 }, msPerItem: averageMs(run?.msPerItem ?? null, tookMs) }
        : { failed: { increment: 1 } },
  });
  return outcome;
}

function outcomeOf(operation: {
  readonly state: string;
  readonly reason: string | null;
  readonly mailbox: { readonly state: string };
}): ItemOutcome {
  if (operation.state === "DONE") return operation.mailbox.state === "DELETED" ? "deleted" : "kept";
  if (operation.state === "CANCELLED") return "kept";
  if (operation.state === "WAITING") return operation.reason === "grace-time" ? "in-grace" : "waiting";
  return operation.state === "NEEDS_ADMIN" ? "refused" : "begun";
}
