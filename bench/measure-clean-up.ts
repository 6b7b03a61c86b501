import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import { cleanUpExpired } from "@/lib/clean-up/clean-up-expired";
import { createCleanUpLane } from "@/lib/clean-up/clean-up-lane";
import { listDueDeletions } from "@/lib/clean-up/list-due-deletions";
import { runHourlyCleanUp } from "@/lib/clean-up/run-hourly-clean-up";
import { estimateLatencyMs } from "@/lib/sandbox/api/estimate-latency";
import { runWorker } from "@/lib/worker/run-worker";
import { countStatements, watchStatements } from "@/tests/support/count-statements";
import { OPERATOR } from "@/tests/support/seeded-portal";
import { leaveTestServer } from "@/tests/support/test-database";
import { waitUntil } from "@/tests/support/wait-until";
import { type BenchPortal, openBenchPortal } from "./support/open-bench-portal";
import { type PeopleTimes, timePeople } from "./support/time-people";

const { values } = parseArgs({
  options: {
    mailboxes: { type: "string", default: "1000" },
    expired: { type: "string", default: "180" },
    rounds: { type: "string", default: "9" },
    webmail: { type: "string", default: "both" },
    scale: { type: "string", default: "1" },
  },
});
const mailboxes = Number(values.mailboxes);
const rounds = Number(values.rounds);
const perRound = Math.ceil(Number(values.expired) / rounds);
const scale = Number(values.scale);
const HOUR_MS = 3_600_000;
const QUIET_MS = 3_000;
const DAY = "interval '1 day'";

if (values.webmail !== "without") await measureTime(true);
if (values.webmail !== "with") await measureTime(false);
watchStatements();
for (const count of [100, 1_000, 10_000]) await measureStatements(count);
await leaveTestServer();

/** Ours and theirs by turns, and the other first in each round: two numbers of different minutes cannot be compared. */
async function measureTime(hasWebmail: boolean): Promise<void> {
  const portal = await openBenchPortal(mailboxes, { hasWebmail, scale });
  report(describeServer(hasWebmail));
  // Else the worker would do its hourly rounds within the first measurement.
  await runHourlyCleanUp(portal.context);
  const worker = await runWorker(portal.context);
  const people = { quiet: noTimes(), cleanUp: noTimes(), plainLoop: noTimes() };
  const address = portal.seeds.at(-1)?.address ?? "";
  const among = <Value>(times: PeopleTimes, work: () => Promise<Value>) =>
    timePeople(portal.context.mailcow, address, times, work);
  const ratios: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const from = round * perRound * 2;
    const ours = portal.seeds.slice(from, from + perRound).map(({ id }) => id);
    const theirs = portal.seeds.slice(from + perRound, from + 2 * perRound).map((seed) => seed.address);
    let [cleanUpMs, plainLoopMs] = [0, 0];
    const turns = [
      async () => {
        const beginMs = await timed(() => begin(portal, ours));
        await among(people.quiet, () => wait(QUIET_MS));
        cleanUpMs = await among(people.cleanUp, () => deleteDue(portal));
        report({ round, items: perRound, beginAndCutLoginsMs: Math.round(beginMs) });
      },
      async () => {
        plainLoopMs = await among(people.plainLoop, () => timed(() => plainLoop(portal, theirs)));
      },
    ];
    for (const turn of round % 2 === 0 ? turns : turns.reverse()) await turn();
    ratios.push(cleanUpMs / plainLoopMs);
    report({
      round,
      cleanUpMs: Math.round(cleanUpMs),
      plainLoopMs: Math.round(plainLoopMs),
      ratio: rounded(cleanUpMs / plainLoopMs),
    });
  }
  report({
    mailboxes,
    deleted: rounds * perRound,
    hasWebmail,
    scale,
    cleanUpToPlainLoop: { median: rounded(quantile(ratios, 0.5)), range: range(ratios) },
    looks: compare(people, "look"),
    edits: compare(people, "edit"),
  });
  await worker.stop();
  await portal.close();
}

function describeServer(hasWebmail: boolean): Record<string, unknown> {
  const ms = (path: string) => rounded(scale * estimateLatencyMs(`/api/v1/${path}`, mailboxes, hasWebmail));
  return {
    server: hasWebmail ? "with SOGo" : "SKIP_SOGO=y",
    mailboxes,
    delaysScaledBy: scale,
    deleteMs: ms("delete/mailbox"),
    editMs: ms("edit/mailbox"),
    getMs: ms("get/mailbox/x"),
  };
}

/** A round of the rule, and the first phase by the worker: logins cut, mail kept for the grace time. */
async function begin({ context }: BenchPortal, ids: readonly string[]): Promise<void> {
  const { pool } = context.database;
  await pool.query("update mailbox set expires_at = now() - interval '1 hour' where id = any($1::uuid[])", [
    ids,
  ]);
  const result = await cleanUpExpired(context, OPERATOR, { isApproved: true });
  if (!result.ok || result.value.begun !== ids.length) throw new Error(JSON.stringify(result));
  await waitUntil("the first phase", () => hasReached(context, "WAITING", ids.length), HOUR_MS);
}

/** The grace time passes at once. Answers how long the worker then took, by its own last word. */
async function deleteDue({ context }: BenchPortal): Promise<number> {
  const { pool } = context.database;
  const { rows } = await pool.query<{ id: string }>(
    `update operation set next_attempt_at = now(),
       change = change || jsonb_build_object('deleteAfter', to_char(now() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
     where kind = 'DELETE_MAILBOX' and state = 'WAITING' returning id`,
  );
  const startedAt = Date.now();
  await pool.query(`select graphile_worker.reschedule_jobs(array_agg(id), run_at := now())
    from graphile_worker.jobs where task_identifier = 'carry-out-clean-up'`);
  await pool.query(`select pg_notify('jobs:insert', '{"r":0,"count":1}')`);
  await waitUntil("the deletions", () => hasReached(context, "WAITING", 0), HOUR_MS);
  await waitUntil("the last one's end", () => hasReached(context, "RUNNING", 0), HOUR_MS);
  const ids = rows.map(({ id }) => id);
  const ended = await pool.query<{ at: Date; deleted: number }>(
    "select max(finished_at) as at, count(*)::int as deleted from operation where id = any($1::uuid[]) and state = 'DONE'",
    [ids],
  );
  if (ended.rows[0]?.deleted !== ids.length) throw new Error(`${ended.rows[0]?.deleted} of ${ids.length}`);
  return ended.rows[0].at.getTime() - startedAt;
}

async function hasReached(
  { database }: BenchPortal["context"],
  state: "WAITING" | "RUNNING",
  expected: number,
): Promise<boolean> {
  const count = await database.prisma.operation.count({ where: { kind: "DELETE_MAILBOX", state } });
  await wait(50);
  return count === expected;
}

async function plainLoop({ server }: BenchPortal, addresses: readonly string[]): Promise<void> {
  const headers = { "X-API-Key": server.apiKey, "Content-Type": "application/json" };
  for (const address of addresses) {
    const body = JSON.stringify([address]);
    const answer = await fetch(`${server.apiUrl}/api/v1/delete/mailbox`, { method: "POST", headers, body });
    if (!(await answer.text()).includes("mailbox_removed")) throw new Error(`${address} was not deleted`);
  }
}

/** Without the queue's own polling and with nobody else at work, so that the counts are exact. */
async function measureStatements(count: number): Promise<void> {
  const portal = await openBenchPortal(count, false);
  const { context } = portal;
  // The first deletion also brings what a process does once.
  for (const items of [1, 20, 40]) {
    const ids = portal.seeds.slice(items, 2 * items).map(({ id }) => id);
    const { pool } = context.database;
    await pool.query(`update mailbox set expires_at = now() - ${DAY} where id = any($1::uuid[])`, [ids]);
    const toBegin = await countStatements(() =>
      cleanUpExpired(context, OPERATOR, { graceHours: 0, isApproved: true }),
    );
    await pool.query(`update operation set change = change || '{"loginsCut": true}' where state = 'QUEUED'`);
    const [first = ""] = await listDueDeletions(context, 1);
    const toDelete = await countStatements(() => createCleanUpLane(context).carryOut(first));
    report({ mailboxes: count, items, statements: { toBegin, toDelete, perDeletion: toDelete / items } });
  }
  await portal.close();
}

type People = Readonly<Record<"quiet" | "cleanUp" | "plainLoop", PeopleTimes>>;

function compare(people: People, call: keyof PeopleTimes): Record<string, unknown> {
  const p95 = (times: PeopleTimes) => quantile(times[call], 0.95);
  const [quiet, cleanUp, plainLoop] = [p95(people.quiet), p95(people.cleanUp), p95(people.plainLoop)];
  return {
    calls: [people.quiet[call].length, people.cleanUp[call].length, people.plainLoop[call].length],
    p95Ms: { quiet: rounded(quiet), cleanUp: rounded(cleanUp), plainLoop: rounded(plainLoop) },
    cleanUpToQuiet: rounded(cleanUp / quiet),
    plainLoopToQuiet: rounded(plainLoop / quiet),
    cleanUpToPlainLoop: rounded(cleanUp / plainLoop),
  };
}

function noTimes(): PeopleTimes {
  return { look: [], edit: [] };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

function quantile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

function range(numbers: readonly number[]): readonly number[] {
  return [rounded(Math.min(...numbers)), rounded(Math.max(...numbers))];
}

function rounded(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}

function report(line: Record<string, unknown>): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
