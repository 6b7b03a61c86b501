import { parseArgs } from "node:util";
import pg from "pg";
import { cleanUpExpired } from "@/lib/clean-up/clean-up-expired";
import { createCleanUpLane } from "@/lib/clean-up/clean-up-lane";
import { runHourlyCleanUp } from "@/lib/clean-up/run-hourly-clean-up";
import type { WorkerContext } from "@/lib/context/portal-context";
import { editMailbox } from "@/lib/mailcow/mailboxes";
import { runWorker } from "@/lib/worker/run-worker";
import { OPERATOR, openSeededPortal, type SeededPortal } from "@/tests/support/seeded-portal";
import { leaveTestServer } from "@/tests/support/test-database";
import { waitUntil } from "@/tests/support/wait-until";

const { values } = parseArgs({
  options: {
    mailboxes: { type: "string", default: "1000" },
    expired: { type: "string", default: "40" },
    rounds: { type: "string", default: "3" },
  },
});
const mailboxes = Number(values.mailboxes);
const rounds = Number(values.rounds);
const perRound = Math.ceil(Number(values.expired) / rounds);
const HOUR_MS = 3_600_000;

let statements = 0;
countStatements();
await measureTime();
await measureStatements([100, 1_000]);
await leaveTestServer();

/** Ours, theirs, ours, theirs, in fresh order each round: two numbers of different minutes cannot be compared. */
async function measureTime(): Promise<void> {
  const portal = await openSeededPortal({ count: mailboxes, latency: true });
  const { context, seeds } = portal;
  // Else the first worker would do its hourly rounds within the first measurement.
  await runHourlyCleanUp(context);
  const quiet = await timeInteractive(context, seeds.at(-1)?.address ?? "", async () => {
    await new Promise((resolve) => setTimeout(resolve, 3_000));
  });
  const ratios: number[] = [];
  const busy: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const from = round * perRound * 2;
    const ours = seeds.slice(from, from + perRound).map(({ id }) => id);
    const theirs = seeds.slice(from + perRound, from + 2 * perRound).map(({ address }) => address);
    let oursMs = 0;
    let theirsMs = 0;
    const measureOurs = async () => {
      await beginPastGrace(portal, ours);
      const interactive = await timeInteractive(context, seeds.at(-1)?.address ?? "", async () => {
        const startedAt = performance.now();
        const worker = await runWorker(context);
        await untilDeleted(portal, ours);
        oursMs = performance.now() - startedAt;
        await worker.stop();
      });
      busy.push(...interactive);
    };
    const measureTheirs = async () => {
      await timeInteractive(context, seeds.at(-1)?.address ?? "", async () => {
        theirsMs = await timed(() => plainLoop(portal, theirs));
      });
    };
    const order = round % 2 === 0 ? [measureOurs, measureTheirs] : [measureTheirs, measureOurs];
    for (const measure of order) await measure();
    ratios.push(oursMs / theirsMs);
    report({ round, items: perRound, cleanUpMs: Math.round(oursMs), plainLoopMs: Math.round(theirsMs) });
  }
  report({
    mailboxes,
    ratios: ratios.map(rounded),
    medianRatio: rounded(quantile(ratios, 0.5)),
    interactiveP95Ms: { quiet: rounded(quantile(quiet, 0.95)), duringCleanUp: rounded(quantile(busy, 0.95)) },
    interactiveP95Ratio: rounded(quantile(busy, 0.95) / quantile(quiet, 0.95)),
  });
  await portal.close();
}

/** Without the queue's own polling, so that the count is exact. */
async function measureStatements(sizes: readonly number[]): Promise<void> {
  for (const count of sizes) {
    const portal = await openSeededPortal({ count });
    const ids = portal.seeds.slice(0, 10).map(({ id }) => id);
    const counted: Record<string, number> = { mailboxes: count };
    statements = 0;
    await beginPastGrace(portal, ids);
    counted.toBeginTen = statements;
    const lane = createCleanUpLane(portal.context);
    const { prisma } = portal.context.database;
    statements = 0;
    const operations = await prisma.operation.findMany({
      where: { kind: "DELETE_MAILBOX" },
      select: { id: true },
    });
    for (const { id } of operations) await lane.carryOut(id);
    counted.toDeleteTen = statements;
    report(counted);
    await portal.close();
  }
}

/** Expired, begun with, and through the grace time with the logins cut: only the deletions are left. */
async function beginPastGrace({ context }: SeededPortal, ids: readonly string[]): Promise<void> {
  const { pool } = context.database;
  await pool.query("update mailbox set expires_at = now() - interval '1 hour' where id = any($1::uuid[])", [
    ids,
  ]);
  const result = await cleanUpExpired(context, OPERATOR, { graceHours: 0, isApproved: true });
  if (!result.ok || result.value.begun !== ids.length) throw new Error(JSON.stringify(result));
  await pool.query(
    `update operation set change = change || '{"loginsCut": true}' where kind = 'DELETE_MAILBOX' and state = 'QUEUED'`,
  );
}

async function untilDeleted({ context }: SeededPortal, ids: readonly string[]): Promise<void> {
  const isDone = async () => {
    const count = await context.database.prisma.mailbox.count({
      where: { id: { in: [...ids] }, state: "DELETED" },
    });
    return count === ids.length ? true : null;
  };
  await waitUntil("deleted", isDone, HOUR_MS);
}

async function plainLoop({ sandbox }: SeededPortal, addresses: readonly string[]): Promise<void> {
  const headers = { "X-API-Key": sandbox.apiKey, "Content-Type": "application/json" };
  for (const address of addresses) {
    const body = JSON.stringify([address]);
    await (await fetch(`${sandbox.apiUrl}/api/v1/delete/mailbox`, { method: "POST", headers, body })).text();
  }
}

/** A small edit every 100 ms, as a person's, while the work lasts. */
async function timeInteractive(
  context: WorkerContext,
  address: string,
  work: () => Promise<void>,
): Promise<number[]> {
  const times: number[] = [];
  let isOver = false;
  const people = (async () => {
    while (!isOver) {
      times.push(await timed(() => editMailbox(context.mailcow, address, { displayName: "Somebody" })));
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  })();
  await work();
  isOver = true;
  await people;
  return times;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

/** The driver's one door: Prisma's statements, raw ones and transactions' BEGIN and COMMIT. */
function countStatements(): void {
  const query = pg.Client.prototype.query;
  pg.Client.prototype.query = function counted(this: pg.Client, ...input: unknown[]) {
    statements += 1;
    return Reflect.apply(query, this, input);
  } as typeof query;
}

function quantile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

function rounded(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}

function report(line: Record<string, unknown>): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
