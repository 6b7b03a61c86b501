import { afterAll, beforeAll, expect, test } from "vitest";
import { cleanUpExpired } from "@/lib/clean-up/clean-up-expired";
import { createCleanUpLane } from "@/lib/clean-up/clean-up-lane";
import { OPERATOR, openSeededPortal, type SeededPortal } from "@/tests/support/seeded-portal";
import { type CrashWorkers, openCrashWorkers } from "./support/crash-worker";

const AT_ONCE = 2;
/** Two that overlap are not struck at the same places twice; the steps of one are struck each in another test. */
const STRIDE = 2;
/** Far above what two deletions take: a loop that never ends is a failure. */
const MOST_STEPS = 100;

let portal: SeededPortal;
let workers: CrashWorkers;
beforeAll(async () => {
  portal = await openSeededPortal({ count: AT_ONCE * (MOST_STEPS / STRIDE) + 1 });
  workers = await openCrashWorkers(portal.environment);
});
afterAll(async () => {
  await workers.close();
  await portal.close();
});

/** Deletions in the lane's order, of which none is to be carried out yet. */
let waiting: string[];
let runId: string;
beforeAll(async () => {
  const { pool } = portal.context.database;
  await pool.query("update mailbox set expires_at = now() - interval '1 hour' where id = any($1::uuid[])", [
    portal.seeds.slice(1).map(({ id }) => id),
  ]);
  const result = await cleanUpExpired(portal.context, OPERATOR, { graceHours: 0, isApproved: true });
  if (!result.ok) throw new Error(result.failure.reason);
  runId = result.value.runId;
  const { rows } = await pool.query<{ id: string }>(
    `update operation set state = 'NEEDS_ADMIN', change = change || '{"loginsCut": true}'
     where kind = 'DELETE_MAILBOX' returning id`,
  );
  waiting = rows.map(({ id }) => id);
});

/** The next ones wait for nothing but their turn. */
async function releaseNext(): Promise<readonly string[]> {
  const due = waiting.splice(0, AT_ONCE);
  await portal.context.database.pool.query(
    "update operation set state = 'QUEUED' where id = any($1::uuid[])",
    [due],
  );
  return due;
}

/** Whatever a dead worker left undone is a job that somebody will get. */
async function expectJobs(due: readonly string[], where: string): Promise<void> {
  const { rows } = await portal.context.database.pool.query(
    `select operation.id from operation
     left join graphile_worker.jobs on jobs.key = 'operation:' || operation.id
     where operation.id = any($1::uuid[]) and state not in ('DONE', 'CANCELLED') and jobs.id is null`,
    [due],
  );
  expect(rows, where).toEqual([]);
}

async function expectDeleted(due: readonly string[], where: string): Promise<void> {
  const { prisma } = portal.context.database;
  const operations = await prisma.operation.findMany({
    where: { id: { in: [...due] } },
    include: { mailbox: { include: { addressClaim: true } } },
  });
  for (const { state, mailbox } of operations) {
    expect(state, where).toBe("DONE");
    expect(mailbox, where).toMatchObject({
      state: "DELETED",
      address: null,
      addressClaim: { state: "RETIRED", address: null },
    });
    const item = await prisma.cleanUpItem.findFirstOrThrow({ where: { runId, mailboxId: mailbox.id } });
    expect(item.outcome, where).toBe("deleted");
  }
}

test("a drain, killed at every other step: each mailbox goes, is booked once, and no job is lost", async () => {
  for (let round = 1; round * STRIDE < MOST_STEPS; round += 1) {
    const strikeAt = round * STRIDE;
    const due = await releaseNext();
    const operationId = due[0] ?? "";
    const { where } = await workers.strike({
      operationId,
      strikeAt,
      signal: "SIGKILL",
      only: "everything",
      by: "lane",
    });
    await expectJobs(due, `killed ${where} (${strikeAt})`);
    for (const id of due) await createCleanUpLane(portal.context).carryOut(id);
    await expectDeleted(due, `killed ${where} (${strikeAt})`);
    const run = await portal.context.database.prisma.cleanUpRun.findUniqueOrThrow({ where: { id: runId } });
    expect(run, `killed ${where} (${strikeAt})`).toMatchObject({ done: AT_ONCE * round, failed: 0 });
    if (where !== null) continue;
    expect(strikeAt).toBeGreaterThan(AT_ONCE * 15);
    const left = portal.sandbox.listMailboxes().mailboxes.length;
    expect(left).toBe(portal.seeds.length - AT_ONCE * round);
    return;
  }
  throw new Error(`no end after ${MOST_STEPS} steps`);
});
