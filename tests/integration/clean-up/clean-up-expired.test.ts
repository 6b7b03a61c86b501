import { expect, test } from "vitest";
import { acceptDatabase } from "@/lib/clean-up/accept-database";
import { carryOutCleanUp } from "@/lib/clean-up/carry-out-clean-up";
import { cleanUpExpired } from "@/lib/clean-up/clean-up-expired";
import { withCleanUpLock } from "@/lib/clean-up/hold-lock";
import { getCleanUpStatus, getRun, listRuns } from "@/lib/clean-up/queries";
import { requestCleanUp } from "@/lib/clean-up/request-clean-up";
import { runHourlyCleanUp } from "@/lib/clean-up/run-hourly-clean-up";
import { syncQuota } from "@/lib/clean-up/sync-quota";
import type { WorkerContext } from "@/lib/context/portal-context";
import { parseWholeAddress } from "@/lib/mailboxes/address";
import { cancelDeletion } from "@/lib/mailboxes/cancel-deletion";
import { isAddressFree } from "@/lib/mailboxes/claim-address";
import { closingPortals } from "@/tests/support/closing-portals";
import { createDeferred } from "@/tests/support/create-deferred";
import { markHourlyRoundsDone } from "@/tests/support/mark-hourly-rounds-done";
import { OPERATOR, type SeededPortal } from "@/tests/support/seeded-portal";
import { VISITOR } from "@/tests/support/test-portal";
import { unwrap } from "@/tests/support/unwrap";
import { waitUntil } from "@/tests/support/wait-until";

const { open } = closingPortals();

async function round(opened: SeededPortal, input: Parameters<typeof cleanUpExpired>[2] = {}) {
  return unwrap(await cleanUpExpired(opened.context, OPERATOR, input));
}

/** As a round at work does, until it is told to end. */
async function holdLock(database: WorkerContext["database"]): Promise<{ end(): Promise<unknown> }> {
  const [begun, ended] = [createDeferred<void>(), createDeferred<void>()];
  const work = withCleanUpLock(database, 0, () => {
    begun.resolve();
    return ended.promise;
  });
  await begun.promise;
  return {
    end: () => {
      ended.resolve();
      return work;
    },
  };
}

const untilDeleted = (opened: SeededPortal, count: number) =>
  waitUntil("deleted", async () => ((await opened.countStates()).DELETED === count ? true : null), 30_000);

test("what expired is deleted, kept in the round's books, and nothing else is touched", async () => {
  const opened = await open({ count: 12, expiring: 5 });
  const outcome = await round(opened, { graceHours: 0 });
  expect(outcome).toMatchObject({ state: "done", planned: 5, begun: 5, orphans: [] });
  expect(await opened.countStates()).toEqual({ ACTIVE: 7, DELETING: 5 });
  await opened.startWorker();
  await untilDeleted(opened, 5);
  expect(opened.sandbox.listMailboxes().mailboxes).toHaveLength(7);
  expect(opened.deleteCalls()).toBe(5);
  const books = await waitUntil("books", async () => {
    const read = await getRun(opened.context, OPERATOR, { runId: outcome.runId });
    return read.ok && read.value.run.done === 5 ? read.value : null;
  });
  expect(books.run).toMatchObject({ kind: "expired", state: "done", planned: 5, done: 5, failed: 0 });
  expect(books.items.map(({ outcome: became }) => became)).toEqual(Array(5).fill("deleted"));
  const address = parseWholeAddress(opened.seeds[0]?.address ?? "");
  expect(address && (await isAddressFree(opened.context, address))).toBe(false);
});

test("within the grace time the logins are cut, the mail stays, and the owner can undo it", async () => {
  const opened = await open({ count: 3, expiring: 1 });
  const [seed] = opened.seeds;
  const { runId } = await round(opened);
  await opened.startWorker();
  const inGrace = await waitUntil("in grace", () =>
    opened.context.database.prisma.cleanUpItem.findFirst({ where: { runId, outcome: "in-grace" } }),
  );
  expect(inGrace.mailboxId).toBe(seed?.id);
  expect(opened.deleteCalls()).toBe(0);
  const status = await getCleanUpStatus(opened.context, OPERATOR);
  expect(status.ok && status.value.backlog).toEqual({ due: 0, inGrace: 1, needsAdmin: 0 });
  const undone = await cancelDeletion(opened.context, OPERATOR, { mailboxId: seed?.id ?? "" });
  expect(undone.ok).toBe(true);
});

test("a second round finds nothing new to begin, and a job delivered twice deletes once", async () => {
  const opened = await open({ count: 4, expiring: 2 });
  await round(opened, { graceHours: 0 });
  expect(await round(opened, { graceHours: 0 })).toMatchObject({ state: "done", planned: 0, begun: 0 });
  const { prisma, pool } = opened.context.database;
  const operations = await prisma.operation.findMany({ where: { kind: "DELETE_MAILBOX" } });
  for (const { id } of operations) {
    await pool.query(
      `select graphile_worker.add_job('carry-out-clean-up', json_build_object('operationId', $1::text))`,
      [id],
    );
  }
  await opened.startWorker();
  await untilDeleted(opened, 2);
  await waitUntil("queue empty", async () => {
    const { rows } = await pool.query(
      "select 1 from graphile_worker.jobs where task_identifier = 'carry-out-clean-up'",
    );
    return rows.length === 0 ? true : null;
  });
  expect(opened.deleteCalls()).toBe(2);
});

test("a dry run names what would go and writes nothing but its own books", async () => {
  const opened = await open({ count: 30, expiring: 25 });
  const outcome = await round(opened, { isDryRun: true, isApproved: true });
  expect(outcome).toMatchObject({ state: "done", planned: 25, begun: 0 });
  expect(outcome.addresses).toEqual(opened.seeds.slice(0, 25).map(({ address }) => address));
  expect(await opened.countStates()).toEqual({ ACTIVE: 30 });
});

test("more than any stored expiry foresaw stops and asks; approved it goes on", async () => {
  const opened = await open({ count: 40, expiring: 21 });
  expect(await round(opened)).toMatchObject({ state: "refused", reason: "more-than-allowed", begun: 0 });
  // Asking again does not make it foreseen.
  expect(await round(opened)).toMatchObject({ state: "refused", reason: "more-than-allowed" });
  expect(await round(opened, { isApproved: true })).toMatchObject({ state: "done", begun: 21 });
});

test("any number that a good round foresaw is deleted without asking", async () => {
  const opened = await open({ count: 40, expiring: 30, expiresInHours: 2 });
  expect(await round(opened)).toMatchObject({ state: "done", planned: 0 });
  // Three hours later: everything the database knows is three hours older, its forecast included.
  const { pool } = opened.context.database;
  await pool.query("update mailbox set expires_at = expires_at - interval '3 hours'");
  await pool.query(`update instance_fact set value = jsonb_set(value, '{forecast,at}',
    to_jsonb(((value #>> '{forecast,at}')::timestamptz - interval '3 hours')::text)) where name = 'clean-up-baseline'`);
  expect(await round(opened)).toMatchObject({ state: "done", planned: 30, begun: 30 });
});

test("a mailbox extended between the look and the deed is kept, and its logins come back", async () => {
  const opened = await open({ count: 4, expiring: 1 });
  const [seed] = opened.seeds;
  const { runId } = await round(opened, { graceHours: 0 });
  await opened.context.database.pool.query(
    "update mailbox set expires_at = now() + interval '1 day' where id = $1",
    [seed?.id],
  );
  await opened.startWorker();
  await opened.untilMailbox(seed?.id ?? "", "ACTIVE");
  await waitUntil("logins back", async () => {
    const update = await opened.context.database.prisma.operation.findFirst({
      where: { mailboxId: seed?.id ?? "", kind: "UPDATE_MAILBOX" },
    });
    return update?.state === "DONE" ? true : null;
  });
  expect(opened.deleteCalls()).toBe(0);
  const item = await opened.context.database.prisma.cleanUpItem.findFirstOrThrow({ where: { runId } });
  expect(item.outcome).toBe("kept");
});

test("a legacy mailbox is closed in the portal, and Mailcow never hears of it", async () => {
  const opened = await open({ count: 3, expiring: 3, backend: "LEGACY" });
  opened.sandbox.resetCalls();
  await round(opened, { graceHours: 0 });
  await opened.startWorker();
  await untilDeleted(opened, 3);
  expect(opened.sandbox.calls().filter(({ method }) => method === "POST")).toEqual([]);
  expect(opened.sandbox.listMailboxes().mailboxes).toHaveLength(3);
});

test("a round that meets another says so at once, or waits for its turn as long as it was told", async () => {
  const opened = await open({ count: 3, expiring: 1 });
  const { database } = opened.context;
  const other = opened.connect();
  const first = await holdLock(database);
  const busy = { ok: false, failure: { reason: "already-running" } };
  expect(await cleanUpExpired(other, OPERATOR)).toEqual(busy);
  expect(await syncQuota(other, OPERATOR)).toEqual(busy);
  const waiting = cleanUpExpired(other, OPERATOR, { waitSeconds: 300, isDryRun: true });
  await first.end();
  expect(await waiting).toMatchObject({ ok: true, value: { state: "done", planned: 1 } });
});

test("a round whose process died is closed by the next", async () => {
  const opened = await open({ count: 3, expiring: 1 });
  const { cleanUpRun } = opened.context.database.prisma;
  const dead = await cleanUpRun.create({ data: { kind: "EXPIRED", startedBy: "gone" } });
  await round(opened);
  expect(await cleanUpRun.findUniqueOrThrow({ where: { id: dead.id } })).toMatchObject({
    state: "FAILED",
    reason: "interrupted",
  });
});

test("two rounds asked for at once are both done, and the second says truthfully that it waits", async () => {
  const opened = await open({ count: 4, expiring: 2 });
  const { context } = opened;
  await markHourlyRoundsDone(context);
  const ask = async () => unwrap(await requestCleanUp(context, OPERATOR, { kind: "expired" })).runId;
  const view = async (runId: string) => unwrap(await getRun(context, OPERATOR, { runId })).run;
  const [first, second] = [await ask(), await ask()];
  const busy = await holdLock(context.database);
  // What the queue does with both jobs, twice over: a job may be delivered again.
  const orders = [first, second, first].map((runId) => ({ runId, hours: null, isApproved: false }));
  await Promise.all(orders.map((order) => carryOutCleanUp(context, order)));
  for (const runId of [first, second]) {
    expect(await view(runId)).toMatchObject({ state: "queued", reason: null, finishedAt: null });
  }
  await busy.end();
  await opened.startWorker();
  for (const runId of [first, second]) {
    await waitUntil("done", async () => (await view(runId)).state === "done");
  }
  const planned = await Promise.all([first, second].map(async (runId) => (await view(runId)).planned));
  expect(planned.sort()).toEqual([0, 2]);
});

test("hours missed are caught up by one round of each kind, once, over all workers", async () => {
  const opened = await open({ count: 3, expiring: 1, loginAt: new Date() });
  await Promise.all([runHourlyCleanUp(opened.context), runHourlyCleanUp(opened.connect())]);
  await runHourlyCleanUp(opened.context);
  const { prisma, pool } = opened.context.database;
  const kinds = async () => (await prisma.cleanUpRun.findMany()).map(({ kind }) => kind).sort();
  expect(await kinds()).toEqual(["EXPIRED", "INACTIVE", "QUOTA"]);
  await pool.query("update clean_up_run set started_at = started_at - interval '9 hours'");
  await runHourlyCleanUp(opened.context);
  await runHourlyCleanUp(opened.context);
  expect(await kinds()).toHaveLength(6);
});

test("a round asked for from the web is done by the worker, for admins only", async () => {
  const opened = await open({ count: 3, expiring: 1 });
  const refused = await requestCleanUp(opened.context, VISITOR, { kind: "expired" });
  expect(refused).toEqual({ ok: false, failure: { reason: "not-allowed" } });
  const asked = await requestCleanUp(opened.context, OPERATOR, { kind: "expired", isDryRun: true });
  const { runId } = unwrap(asked);
  const queued = await listRuns(opened.context, OPERATOR);
  expect(queued.ok && queued.value.runs[0]).toMatchObject({ id: runId, state: "queued" });
  const order = { runId, hours: null, isApproved: false };
  await carryOutCleanUp(opened.context, order);
  await carryOutCleanUp(opened.context, order);
  const done = await listRuns(opened.context, OPERATOR);
  expect(done.ok && done.value.runs).toMatchObject([
    { id: runId, state: "done", planned: 1, startedBy: "test" },
  ]);
  expect(await acceptDatabase(opened.context, OPERATOR)).toMatchObject({ ok: false });
});
