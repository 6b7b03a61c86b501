import { afterEach, expect, test } from "vitest";
import { cleanUpExpired } from "@/lib/clean-up/clean-up-expired";
import { createCleanUpLane } from "@/lib/clean-up/clean-up-lane";
import { listDueDeletions } from "@/lib/clean-up/list-due-deletions";
import type { WorkerContext } from "@/lib/context/portal-context";
import { cancelDeletion } from "@/lib/mailboxes/cancel-deletion";
import type { MailcowClient } from "@/lib/mailcow/create-mailcow-client";
import { deleteMailbox } from "@/lib/mailcow/mailboxes";
import { createDeferred } from "@/tests/support/create-deferred";
import { makeByHand } from "@/tests/support/make-by-hand";
import { OPERATOR, openSeededPortal, type SeededPortal } from "@/tests/support/seeded-portal";
import { waitUntil } from "@/tests/support/wait-until";

let portal: SeededPortal | undefined;
afterEach(async () => {
  await portal?.close();
  portal = undefined;
});

interface Opened {
  readonly opened: SeededPortal;
  readonly runId: string;
  /** Operations of the round, in the lane's order. */
  readonly due: readonly string[];
}

/** Expired mailboxes whose deletion is begun, with nothing left to wait for. */
async function openDue(items: number): Promise<Opened> {
  const opened = await openSeededPortal({ count: items + 2, expiring: items });
  portal = opened;
  const result = await cleanUpExpired(opened.context, OPERATOR, { graceHours: 0, isApproved: true });
  if (!result.ok || result.value.begun !== items) throw new Error(JSON.stringify(result));
  const { pool } = opened.context.database;
  await pool.query(`update operation set change = change || '{"loginsCut": true}' where state = 'QUEUED'`);
  return { opened, runId: result.value.runId, due: await listDueDeletions(opened.context, items) };
}

/** The portal's context with something done at each deletion that leaves for Mailcow. */
function atEachDeletion(context: WorkerContext, deed: (send: () => Promise<unknown>) => Promise<unknown>) {
  const watch = (client: MailcowClient): MailcowClient => ({
    ...client,
    post: (endpoint, body, deadline) => {
      const send = () => client.post(endpoint, body, deadline);
      return endpoint === "delete/mailbox" ? deed(send) : send();
    },
    withPriority: (priority) => watch(client.withPriority(priority)),
  });
  return { ...context, mailcow: watch(context.mailcow) };
}

/** A gate in front of each deletion; those that wait there are named by `waiting`. */
function holdDeletions(context: WorkerContext) {
  let waiting = createDeferred<() => void>();
  return {
    context: atEachDeletion(context, async (send) => {
      const go = createDeferred<void>();
      waiting.resolve(() => {
        waiting = createDeferred();
        go.resolve();
      });
      await go.promise;
      return send();
    }),
    /** Lets the next deletion that comes go on, once it has come and `meanwhile` is done. */
    passNext: async (meanwhile: () => Promise<unknown> = async () => {}) => {
      const pass = await waiting.promise;
      await meanwhile();
      pass();
    },
  };
}

async function stateOf(opened: SeededPortal, operationId: string): Promise<string> {
  return (await opened.getOperation(operationId)).state;
}

async function addressOf(opened: SeededPortal, operationId: string): Promise<string> {
  const { mailboxId } = await opened.getOperation(operationId);
  return opened.seeds.find(({ id }) => id === mailboxId)?.address ?? "";
}

async function jobsLeft({ context }: SeededPortal, operationIds: readonly string[]): Promise<number> {
  const { rows } = await context.database.pool.query<{ left: number }>(
    "select count(*)::int as left from graphile_worker.jobs where key = any($1::text[])",
    [operationIds.map((id) => `operation:${id}`)],
  );
  return rows[0]?.left ?? 0;
}

async function bookedIn({ context }: SeededPortal, runId: string) {
  const { prisma } = context.database;
  const run = await prisma.cleanUpRun.findUniqueOrThrow({ where: { id: runId } });
  const items = await prisma.cleanUpItem.findMany({ where: { runId } });
  return { done: run.done, failed: run.failed, outcomes: items.map(({ outcome }) => outcome).sort() };
}

/** A drain that is under way; the test ends it before it looks at what came of it. */
function start(context: WorkerContext, operationId: string) {
  const lane = createCleanUpLane(context);
  return { lane, ended: lane.carryOut(operationId) };
}

test("one job deletes all that is due, one at a time, and takes back the others' jobs", async () => {
  const { opened, runId, due } = await openDue(8);
  let atOnce = 0;
  let most = 0;
  const context = atEachDeletion(opened.context, async (send) => {
    atOnce += 1;
    most = Math.max(most, atOnce);
    const answer = await send();
    atOnce -= 1;
    return answer;
  });
  await createCleanUpLane(context).carryOut(due[0] ?? "");
  expect(await opened.countStates()).toEqual({ ACTIVE: 2, DELETED: 8 });
  expect([opened.deleteCalls(), most]).toEqual([8, 1]);
  expect(await bookedIn(opened, runId)).toEqual({ done: 8, failed: 0, outcomes: Array(8).fill("deleted") });
  // The first one's is the queue's to end.
  expect(await jobsLeft(opened, due)).toBe(1);
});

test("a worker's whole queue is empty after a drain, and a job that comes late changes no book", async () => {
  const { opened, runId, due } = await openDue(5);
  await opened.startWorker();
  await waitUntil("an empty queue", async () => (await jobsLeft(opened, due)) === 0);
  const books = { done: 5, failed: 0, outcomes: Array(5).fill("deleted") };
  expect(await bookedIn(opened, runId)).toEqual(books);
  await createCleanUpLane(opened.context).carryOut(due[0] ?? "");
  expect(await bookedIn(opened, runId)).toEqual(books);
});

test("while one is deleted the next is prepared, and what changes meanwhile still counts", async () => {
  const { opened, runId, due } = await openDue(3);
  const [, extended = "", third = ""] = due;
  const gate = holdDeletions(opened.context);
  const { ended } = start(gate.context, due[0] ?? "");
  await gate.passNext(async () => {
    // Claimed, its ownership proven: it waits for nothing but its turn.
    await waitUntil(
      "the next one's preparation",
      async () => (await stateOf(opened, extended)) === "RUNNING",
    );
    const { mailboxId } = await opened.getOperation(extended);
    const { pool } = opened.context.database;
    await pool.query("update mailbox set expires_at = now() + interval '1 day' where id = $1", [mailboxId]);
  });
  // The kept one's logins come back by an operation that is people's work, and that nobody here carries out.
  await waitUntil("the next one's end", async () => (await stateOf(opened, extended)) === "DONE");
  const { prisma } = opened.context.database;
  await prisma.operation.updateMany({ where: { kind: "UPDATE_MAILBOX" }, data: { state: "DONE" } });
  await gate.passNext();
  await ended;
  expect(await stateOf(opened, third)).toBe("DONE");
  expect(await bookedIn(opened, runId)).toMatchObject({ done: 2, outcomes: ["deleted", "deleted", "kept"] });
  expect(opened.deleteCalls()).toBe(2);
});

test("a mailbox made anew by hand while the one before is deleted is refused", async () => {
  const { opened, runId, due } = await openDue(2);
  const next = due[1] ?? "";
  const address = await addressOf(opened, next);
  const gate = holdDeletions(opened.context);
  const { ended } = start(gate.context, due[0] ?? "");
  await gate.passNext(async () => {
    const looked = ({ path }: { readonly path: string }) =>
      path.endsWith(`/get/mailbox/${encodeURIComponent(address)}`);
    await waitUntil("the early proof", () => opened.sandbox.calls().some(looked));
    await deleteMailbox(opened.context.mailcow, address);
    await makeByHand(opened.context.mailcow, address);
    // As long as a deletion takes where a proof made during it would be too old.
    const proofIsOldAt = performance.now() + 600;
    await waitUntil("the proof to be too old", () => performance.now() > proofIsOldAt);
  });
  await ended;
  expect(await opened.getOperation(next)).toMatchObject({ state: "NEEDS_ADMIN", reason: "not-ours" });
  expect(await bookedIn(opened, runId)).toEqual({ done: 1, failed: 1, outcomes: ["deleted", "refused"] });
  expect(opened.sandbox.listMailboxes().mailboxes.map((mailbox) => mailbox.address)).toContain(address);
});

test("people's work goes first between two deletions", async () => {
  const { opened, due } = await openDue(3);
  const gate = holdDeletions(opened.context);
  const { ended } = start(gate.context, due[0] ?? "");
  const { prisma } = opened.context.database;
  const mailboxId = opened.seeds.at(-1)?.id ?? "";
  const wish = { kind: "UPDATE_MAILBOX", mailboxId, marker: "a person's wish" } as const;
  await gate.passNext(() => prisma.operation.create({ data: wish }));
  await waitUntil("the first one's end", async () => (await stateOf(opened, due[0] ?? "")) === "DONE");
  let hasPassed = false;
  const second = gate.passNext().then(() => {
    hasPassed = true;
  });
  // Long enough for a lane that does not yield: it asks again every 200 ms.
  const until = performance.now() + 1_000;
  await waitUntil("a second of yielding", () => performance.now() > until);
  expect(hasPassed).toBe(false);
  await prisma.operation.updateMany({ where: { marker: wish.marker }, data: { state: "DONE" } });
  await second;
  await gate.passNext();
  await ended;
  expect((await opened.countStates()).DELETED).toBe(3);
});

test("a lane that stops ends with the deletion at hand; the rest can be undone, or done by another worker", async () => {
  const { opened, runId, due } = await openDue(4);
  const [first = "", prepared = "", third = "", fourth = ""] = due;
  const gate = holdDeletions(opened.context);
  const { lane, ended } = start(gate.context, first);
  await gate.passNext(async () => {
    await waitUntil(
      "the next one's preparation",
      async () => (await stateOf(opened, prepared)) === "RUNNING",
    );
    lane.stop();
  });
  await ended;
  expect(opened.deleteCalls()).toBe(1);
  expect(await Promise.all(due.map((id) => stateOf(opened, id)))).toEqual([
    "DONE",
    "QUEUED",
    "QUEUED",
    "QUEUED",
  ]);
  expect((await opened.getOperation(prepared)).attempts).toBe(0);
  const { mailboxId } = await opened.getOperation(prepared);
  expect(await cancelDeletion(opened.context, OPERATOR, { mailboxId })).toMatchObject({ ok: true });
  await opened.startWorker();
  for (const id of [third, fourth]) await opened.untilOperation(id, "DONE");
  await waitUntil("an empty queue", async () => (await jobsLeft(opened, due)) === 0);
  expect(await bookedIn(opened, runId)).toMatchObject({
    done: 3,
    outcomes: ["deleted", "deleted", "deleted", "kept"],
  });
  expect(opened.deleteCalls()).toBe(3);
});

test("a deletion put off as the first of a drain has a job again", async () => {
  const { opened, due } = await openDue(1);
  const lane = createCleanUpLane(opened.context);
  lane.stop();
  await lane.carryOut(due[0] ?? "");
  expect(opened.deleteCalls()).toBe(0);
  expect(await stateOf(opened, due[0] ?? "")).toBe("QUEUED");
  expect(await jobsLeft(opened, due)).toBe(1);
});

test("two workers that drain at once delete each mailbox once and book it once", async () => {
  const { opened, runId, due } = await openDue(12);
  const other = opened.connect();
  const lanes = [opened.context, other].map((context) => createCleanUpLane(context));
  await Promise.all(lanes.map((lane, index) => lane.carryOut(due[index * 6] ?? "")));
  // What one of them had at work when the other came by is left to its own job.
  for (const id of due) await createCleanUpLane(opened.context).carryOut(id);
  expect(await opened.countStates()).toEqual({ ACTIVE: 2, DELETED: 12 });
  expect(await bookedIn(opened, runId)).toEqual({ done: 12, failed: 0, outcomes: Array(12).fill("deleted") });
  expect(opened.deleteCalls()).toBe(12);
});

test("with Mailcow away nothing is lost: each waits for its next try with a job of its own", async () => {
  const { opened, runId, due } = await openDue(3);
  opened.sandbox.setFault({ kind: "down" });
  await createCleanUpLane(opened.connect({ breaker: { failures: 100 } })).carryOut(due[0] ?? "");
  const states = new Set(await Promise.all(due.map((id) => stateOf(opened, id))));
  expect(states).toEqual(new Set(["WAITING"]));
  expect(await jobsLeft(opened, due)).toBe(3);
  expect(await bookedIn(opened, runId)).toEqual({ done: 0, failed: 0, outcomes: Array(3).fill("waiting") });
});
