import type { WorkerContext } from "@/lib/context/portal-context";
import type { Database } from "@/lib/database/create-database";
import { type DeletionFacts, type HoldReason, holdDeletions, readDeletionFacts } from "./instance-epoch";
import type { RunOutcome } from "./operation-run";
import { judgeMarks, type Marks, readMarks } from "./read-marks";
import { repairMarks } from "./repair-marks";

type GateContext = Pick<WorkerContext, "database" | "keyring" | "mailcow">;

/** What this process knows about one database; gone with the process, which is the point. */
interface Knowledge {
  /** The server and database that was compared with Mailcow; null before. */
  comparedWith: string | null;
  /** The newest epoch seen in the database: one that falls was put back while we ran. */
  newestEpoch: number;
  /** Under way now, for all who ask. */
  look: Promise<Marks> | null;
  failedLooks: number;
  nextLookAt: number;
  hasNewsForWaiting: boolean;
}

const knowledge = new WeakMap<Database, Knowledge>();

/** A job does not keep others from their turn for longer. */
const PATIENCE_MS = 5_000;
const ASK_AGAIN_MS = 2_000;
/** Four failures within 20 s at most: one more would open the breaker, and everybody would wait for this one list. */
const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 15_000;

/**
 * Null when deletions may go on. A database put back to an earlier day holds deletions that were carried out, undone or
 * never wished by now; so nobody deletes before this process has compared the database's epoch with Mailcow's stamps,
 * and again after the database was restarted, replaced or fell behind. One look serves all who wait for it.
 *
 * @throws {MailcowError} when this was the look and Mailcow could not be read.
 */
export async function findDeletionBar(context: GateContext): Promise<RunOutcome | null> {
  const { facts, known } = await readKnowledge(context);
  if (isCompared(known, facts)) return barOf(facts);
  if (!known.look && performance.now() < known.nextLookAt) return notCompared();
  await waitAtMost(PATIENCE_MS, compare(context, known));
  const after = await readDeletionFacts(context);
  return isCompared(known, after) ? barOf(after) : notCompared(ASK_AGAIN_MS);
}

/**
 * For the worker's start and for every few seconds after: compares when that is due and costs nothing otherwise. True
 * once after each comparison, so that what waited for it can be called.
 *
 * @throws {MailcowError} when Mailcow could not be read; it is tried again after a pause that grows to 15 seconds.
 */
export async function compareDatabase(context: GateContext): Promise<boolean> {
  const { facts, known } = await readKnowledge(context);
  if (!isCompared(known, facts)) {
    if (!known.look && performance.now() < known.nextLookAt) return false;
    const { damaged } = await compare(context, known);
    await repairMarks(context, damaged);
  }
  const { hasNewsForWaiting } = known;
  known.hasNewsForWaiting = false;
  return hasNewsForWaiting;
}

/**
 * Takes note of marks that were read in Mailcow, for whatever reason they were; in doubt every deletion is put on hold.
 * The database is read after the marks: stamps made meanwhile must not look newer than it.
 */
export async function takeInMarks(
  context: Pick<GateContext, "database">,
  marks: Marks,
): Promise<HoldReason | null> {
  const { facts, known } = await readKnowledge(context);
  const reason = judgeMarks(facts.epoch, marks);
  if (reason) await holdDeletions(context, { reason, ...marks });
  known.comparedWith = facts.databaseServer;
  known.hasNewsForWaiting = true;
  return reason ?? facts.hold?.reason ?? null;
}

async function readKnowledge(
  context: Pick<GateContext, "database">,
): Promise<{ readonly facts: DeletionFacts; readonly known: Knowledge }> {
  const facts = await readDeletionFacts(context);
  const known = knowledge.get(context.database) ?? {
    comparedWith: null,
    newestEpoch: 0,
    look: null,
    failedLooks: 0,
    nextLookAt: 0,
    hasNewsForWaiting: false,
  };
  knowledge.set(context.database, known);
  const before = known.newestEpoch;
  if (facts.epoch >= before) {
    known.newestEpoch = facts.epoch;
    return { facts, known };
  }
  // Somebody who asked after us may have been answered before us; a second answer cannot be that old.
  const again = await readDeletionFacts(context);
  if (again.epoch < before) {
    known.comparedWith = null;
    known.newestEpoch = again.epoch;
  }
  return { facts: again, known };
}

function isCompared(known: Knowledge, facts: DeletionFacts): boolean {
  return known.comparedWith === facts.databaseServer;
}

function compare(context: GateContext, known: Knowledge): Promise<Marks> {
  known.look ??= look(context, known).finally(() => {
    known.look = null;
  });
  return known.look;
}

async function look(context: GateContext, known: Knowledge): Promise<Marks> {
  try {
    const marks = await readMarks(context);
    await takeInMarks(context, marks);
    known.failedLooks = 0;
    return marks;
  } catch (error) {
    known.nextLookAt =
      performance.now() + Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(known.failedLooks, 10));
    known.failedLooks += 1;
    throw error;
  }
}

function barOf({ hold }: DeletionFacts): RunOutcome | null {
  return hold ? { kind: "needs-admin", reason: "database-older" } : null;
}

function notCompared(afterMs?: number): RunOutcome {
  return {
    kind: "retry",
    reason: "database-not-compared",
    ...(afterMs === undefined ? {} : { afterMs }),
  };
}

/** A look that takes longer goes on without us; its failure is told to whoever waits then. */
async function waitAtMost(patienceMs: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, patienceMs);
  });
  try {
    await Promise.race([work, patience]);
  } finally {
    clearTimeout(timer);
  }
}
