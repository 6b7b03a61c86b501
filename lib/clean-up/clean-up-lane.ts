import { bulkhead } from "cockatiel";
import type { WorkerContext } from "@/lib/context/portal-context";
import type { TakeTurn } from "@/lib/mailboxes/carry-out-deletion";
import { carryOutOperation, type OperationContext } from "@/lib/mailboxes/carry-out-operation";
import { PutOffError } from "@/lib/mailboxes/operation-run";
import { openLaneClients } from "./lane-client";
import { listDueDeletions } from "./list-due-deletions";
import { averageMs, nextPauseMs } from "./pace";
import { createBookkeeper, recordCancelled } from "./record-deletion";

type LaneContext = OperationContext & Pick<WorkerContext, "database">;

export interface CleanUpLane {
  /**
   * One deletion of a round, when it is its turn, and then every other that is due: each has a job of its own all the
   * same, so whatever this process leaves undone is somebody's work. Safe to repeat, as every operation is.
   */
  carryOut(operationId: string): Promise<void>;
  /** Ends every wait at once and begins nothing more; a deletion at work is finished. */
  stop(): void;
}

/** Others go first for so long, then one deletion goes all the same: a busy portal must not keep what expired. */
const LONGEST_YIELD_MS = 10_000;
const YIELD_STEP_MS = 200;
/** Far below the four hours after which the queue takes a job for lost. The next job goes on from there. */
const LONGEST_DRAIN_MS = 30 * 60_000;
const PAGE = 50;
/** One at the deed, one that prepares for it; and one to spare. */
const MOST_WAITING = 3;

/**
 * Where a worker carries out the deletions of the clean-up, and those of many at once. Their queue lets one worker at
 * it at a time; here one of them at a time changes Mailcow, which waits for what people wait for and leaves the mail
 * server the pause its speed asks for. While it is at it, the one before is looked after and recorded, and the next
 * one's ownership proven: the server deletes without a gap. Pause and average live in memory only: a new worker begins
 * carefully enough.
 */
export function createCleanUpLane(context: LaneContext): CleanUpLane {
  const stopped = new AbortController();
  const turns = bulkhead(1, MOST_WAITING);
  const clientFor = openLaneClients(context.mailcow);
  let pauseMs = 0;
  let usualMs: number | null = null;

  /** People go first; the check comes last, and with nobody waiting it costs no time of its own. */
  async function checkInTurn<Value>(check: () => Promise<Value | null>): Promise<Value | null> {
    await rest(pauseMs, stopped.signal);
    const [isBusy, objection] = await Promise.all([isAnybodyWaiting(context), check()]);
    if (!isBusy || objection !== null) return objection;
    await yieldToPeople(context, stopped.signal);
    return check();
  }

  function begin(operationId: string, isFollower: boolean): Item {
    const acting = createSignal();
    const startedAt = performance.now();
    let deletionMs: number | null = null;
    const mailcow = clientFor({
      onChange: acting.give,
      onDeletion: (tookMs) => {
        deletionMs = tookMs;
        pauseMs = nextPauseMs(pauseMs, tookMs, usualMs);
      },
    });
    const books = createBookkeeper(isFollower, () => {
      usualMs = averageMs(usualMs, deletionMs ?? performance.now() - startedAt);
      return usualMs;
    });
    const takeTurn: TakeTurn = (deed) =>
      turns.execute(async () => {
        const objection = await checkInTurn(deed.check);
        if (stopped.signal.aborted) throw new PutOffError("the worker stops");
        return objection ?? deed.act();
      });
    const work = async (): Promise<void> => {
      await carryOutOperation({ ...context, mailcow }, operationId, {
        takeTurn,
        recordEnd: books.recordEnd,
        isIdleWanted: isFollower,
      });
      if (!books.hasRecorded()) await recordCancelled(context, operationId);
    };
    return { isActing: acting.given, hasEnded: work() };
  }

  async function* upcoming(firstId: string): AsyncGenerator<string> {
    yield firstId;
    const endsAt = performance.now() + LONGEST_DRAIN_MS;
    for (;;) {
      const due = await listDueDeletions(context, PAGE);
      if (due.length === 0) return;
      for (const id of due) {
        if (stopped.signal.aborted || performance.now() > endsAt) return;
        yield id;
      }
    }
  }

  return {
    carryOut: async (firstId) => {
      let former: Item | null = null;
      let latest: Item | null = null;
      try {
        for await (const id of upcoming(firstId)) {
          former = latest;
          latest = begin(id, id !== firstId);
          await Promise.race([latest.isActing, latest.hasEnded]);
          await former?.hasEnded;
        }
        await latest?.hasEnded;
      } finally {
        // A lost database ends the one; the other is not left alone.
        await Promise.allSettled([former?.hasEnded, latest?.hasEnded]);
      }
    },
    stop: () => stopped.abort(),
  };
}

interface Item {
  /** It is changing Mailcow. */
  readonly isActing: Promise<void>;
  readonly hasEnded: Promise<void>;
}

function createSignal(): { readonly given: Promise<void>; readonly give: () => void } {
  let give = (): void => {};
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { given, give: () => give() };
}

async function yieldToPeople(context: LaneContext, signal: AbortSignal): Promise<void> {
  const until = performance.now() + LONGEST_YIELD_MS;
  while (!signal.aborted && performance.now() < until && (await isAnybodyWaiting(context))) {
    await rest(YIELD_STEP_MS, signal);
  }
}

async function isAnybodyWaiting({ database }: LaneContext): Promise<boolean> {
  const { rows } = await database.pool.query<{ busy: boolean }>(`
    select exists (
      select from operation
      where state in ('QUEUED', 'RUNNING')
        and change ->> 'cleanUpRunId' is null and change ->> 'bulkOperationId' is null
        and created_at > now() - interval '10 minutes'
    ) as busy`);
  return rows[0]?.busy ?? false;
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
