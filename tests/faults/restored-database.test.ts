import { expect, test } from "vitest";
import { acceptDatabase } from "@/lib/clean-up/accept-database";
import { cleanUpExpired } from "@/lib/clean-up/clean-up-expired";
import { getCleanUpStatus } from "@/lib/clean-up/queries";
import type { WorkerContext } from "@/lib/context/portal-context";
import { findEpochAnchor } from "@/lib/mailboxes/anchor-epoch";
import { cancelDeletion } from "@/lib/mailboxes/cancel-deletion";
import { carryOutOperation } from "@/lib/mailboxes/carry-out-operation";
import { deleteMailbox } from "@/lib/mailboxes/delete-mailbox";
import { compareDatabase, findDeletionBar } from "@/lib/mailboxes/deletion-gate";
import { makeEpochMark, readEpochMark } from "@/lib/mailboxes/epoch-mark";
import { findDeletionHold, raiseEpoch, readDeletionFacts } from "@/lib/mailboxes/instance-epoch";
import { getInstanceId, makeStamp, readEpoch } from "@/lib/mailboxes/ownership";
import { readMarks } from "@/lib/mailboxes/read-marks";
import { retryOperation } from "@/lib/mailboxes/retry-operation";
import { findMailbox, setCustomAttributes } from "@/lib/mailcow/mailboxes";
import { acceptEveryLogin } from "@/tests/support/accept-every-login";
import { closingPortals } from "@/tests/support/closing-portals";
import { makeByHand } from "@/tests/support/make-by-hand";
import { markHourlyRoundsDone } from "@/tests/support/mark-hourly-rounds-done";
import { type OtherDatabase, openNeighbour, takeDump } from "@/tests/support/put-back";
import type { Seed } from "@/tests/support/seeded-mailboxes";
import { OPERATOR, type SeededPortal } from "@/tests/support/seeded-portal";
import { unwrap } from "@/tests/support/unwrap";
import { waitUntil } from "@/tests/support/wait-until";

const { open, closeLater } = closingPortals();

function seedAt(portal: SeededPortal, index: number): Seed {
  const seed = portal.seeds.at(index);
  if (!seed) throw new Error(`there is no seed ${index}`);
  return seed;
}

async function dumpOf(portal: SeededPortal): Promise<OtherDatabase> {
  const dump = await takeDump(portal);
  closeLater(() => dump.close());
  return dump;
}

async function askToDelete(context: WorkerContext, { id, address }: Seed, graceHours = 0): Promise<string> {
  const asked = await deleteMailbox(context, OPERATOR, {
    mailboxId: id,
    confirmAddress: address,
    graceHours,
  });
  return unwrap(asked).operationId;
}

async function round(context: WorkerContext, isApproved = false) {
  return unwrap(await cleanUpExpired(context, OPERATOR, { graceHours: 0, isApproved }));
}

/** A registration carried out without a worker, so that nothing else is. */
async function registerQuietly(portal: SeededPortal): Promise<string> {
  const person = await portal.register();
  await carryOutOperation(acceptEveryLogin(portal.context), person.operationId);
  await portal.untilMailbox(person.mailboxId, "ACTIVE");
  return person.address;
}

async function findInMailcow(context: WorkerContext, address: string) {
  const lookup = await findMailbox(context.mailcow, address);
  if (lookup.state !== "present") throw new Error(`${address} is ${lookup.state}`);
  return lookup.mailbox;
}

async function writeMark(context: WorkerContext, address: string, mark: string | number): Promise<void> {
  const { customAttributes } = await findInMailcow(context, address);
  const kept = Object.fromEntries(
    Object.entries(customAttributes).map(([name, value]) => [name, String(value)]),
  );
  await setCustomAttributes(context.mailcow, address, { ...kept, pasture_epoch: String(mark) });
}

test("deletions queued in an older dump are not carried out by the worker that starts on it", async () => {
  const portal = await open({ count: 8, expiring: 2 });
  await round(portal.context);
  const asked = await askToDelete(portal.context, seedAt(portal, 5));
  await markHourlyRoundsDone(portal.context);
  const dump = await dumpOf(portal);
  // Meanwhile: the owner thought better of it, and somebody came.
  unwrap(await cancelDeletion(portal.context, OPERATOR, { mailboxId: seedAt(portal, 5).id }));
  const newcomer = await registerQuietly(portal);

  const restored = dump.connect();
  portal.sandbox.resetCalls();
  // The look takes longer than the first tries.
  portal.sandbox.setFault({ kind: "slow", delayMs: 1_500, path: "get/mailbox/reduced" });
  const worker = await portal.startWorker(restored);
  closeLater(() => worker.stop());
  const { operation, cleanUpRun } = restored.database.prisma;
  await waitUntil("all three stopped", async () => {
    const stopped = await operation.count({ where: { state: "NEEDS_ADMIN", reason: "database-older" } });
    return stopped === 3;
  });
  expect(portal.deleteCalls()).toBe(0);
  expect(portal.sandbox.calls().filter(({ path }) => path.includes("edit/mailbox"))).toEqual([]);
  expect(await cleanUpRun.count()).toBe(2);
  const status = unwrap(await getCleanUpStatus(restored, OPERATOR));
  expect(status.hold).toEqual({ reason: "database-older", orphans: [newcomer], damaged: [] });

  unwrap(await acceptDatabase(restored, OPERATOR));
  expect(unwrap(await getCleanUpStatus(restored, OPERATOR)).hold).toBeNull();
  unwrap(await retryOperation(restored, OPERATOR, { operationId: asked }));
  await waitUntil("carried out", async () => {
    const retried = await operation.findUniqueOrThrow({ where: { id: asked } });
    return retried.state === "DONE";
  });
  expect(portal.deleteCalls()).toBe(1);
  // The others wait to be looked at one by one.
  expect(await operation.count({ where: { state: "NEEDS_ADMIN" } })).toBe(2);
});

test("while Mailcow cannot be listed deletions wait with a reason, and nothing else waits", async () => {
  const portal = await open({ count: 4 });
  await markHourlyRoundsDone(portal.context);
  const operationId = await askToDelete(portal.context, seedAt(portal, 0));
  portal.sandbox.setFault({ kind: "html", path: "get/mailbox/reduced" });
  await portal.startWorker(acceptEveryLogin(portal.context));
  await portal.untilMailbox((await portal.register()).mailboxId, "ACTIVE");
  const waiting = await portal.untilOperation(operationId, "WAITING");
  expect(["database-not-compared", "mail-server-unclear"]).toContain(waiting.reason);
  expect(portal.deleteCalls()).toBe(0);
  portal.sandbox.setFault(null);
  await portal.untilOperation(operationId, "DONE", 60_000);
  expect(portal.deleteCalls()).toBe(1);
});

test("many deletions at once wait for one look", async () => {
  const portal = await open({ count: 12 });
  const context = portal.connect();
  portal.sandbox.setFault({ kind: "slow", delayMs: 300, path: "get/mailbox/reduced" });
  portal.sandbox.resetCalls();
  const bars = await Promise.all(Array.from({ length: 8 }, () => findDeletionBar(context)));
  expect(bars).toEqual(Array(8).fill(null));
  await findDeletionBar(context);
  expect(portal.sandbox.calls().map(({ path }) => path)).toEqual([
    "/api/v1/get/mailbox/reduced/pasture.test",
  ]);
});

test("a database put back under a running worker is compared again", async () => {
  const portal = await open({ count: 4 });
  const { context } = portal;
  for (let epoch = 1; epoch <= 5; epoch += 1) await raiseEpoch(context);
  expect(await findDeletionBar(context)).toBeNull();
  const mark = makeEpochMark(
    context,
    await getInstanceId(context),
    await findInMailcow(context, seedAt(portal, 1).address),
    5,
  );
  await writeMark(context, seedAt(portal, 1).address, mark);
  await context.database.pool.query("update instance_fact set value = '3' where name = 'instance-epoch'");
  expect(await findDeletionBar(context)).toEqual({ kind: "needs-admin", reason: "database-older" });
});

test("a database server that was started anew is compared again", async () => {
  const portal = await open({ count: 4 });
  const { context } = portal;
  expect(await findDeletionBar(context)).toBeNull();
  const mark = makeEpochMark(
    context,
    await getInstanceId(context),
    await findInMailcow(context, seedAt(portal, 1).address),
    5,
  );
  await writeMark(context, seedAt(portal, 1).address, mark);
  expect(await findDeletionBar(context)).toBeNull();
  const { pool } = context.database;
  await pool.query("create schema restarted");
  await pool.query(
    "create function restarted.pg_postmaster_start_time() returns timestamptz language sql as 'select timestamptz ''2001-01-01'''",
  );
  await pool.query(`alter database ${new URL(portal.database.url).pathname.slice(1)}
    set search_path = restarted, pg_catalog, public`);
  await pool.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
  );
  await pool.query("set search_path = restarted, pg_catalog, public");
  const bar = await waitUntil("a connection", () => findDeletionBar(context).catch(() => null));
  expect(bar).toEqual({ kind: "needs-admin", reason: "database-older" });
});

test("before a round begins anything the newest epoch stands in Mailcow, in a mailbox that stays", async () => {
  const portal = await open({ count: 6, expiring: 3 });
  const { context } = portal;
  portal.sandbox.setFault({ kind: "html", path: "edit/mailbox/custom-attribute" });
  expect(await round(context)).toMatchObject({ state: "failed", reason: "mail-server-unclear", begun: 0 });
  expect(await context.database.prisma.operation.count({ where: { kind: "DELETE_MAILBOX" } })).toBe(0);
  portal.sandbox.setFault(null);
  expect(await round(context)).toMatchObject({ state: "done", begun: 3 });
  const { epoch } = await readDeletionFacts(context);
  expect((await readMarks(context)).highestEpoch).toBe(epoch);
  const anchor = await findEpochAnchor(context);
  expect(portal.seeds.slice(3).map(({ id }) => id)).toContain(anchor?.mailboxId);
});

test("a database from before the last round is known for older by the round alone", async () => {
  const portal = await open({ count: 6, expiring: 1 });
  const dump = await dumpOf(portal);
  await round(portal.connect());
  const restored = dump.connect();
  expect(await round(restored, true)).toMatchObject({ state: "refused", reason: "database-older", begun: 0 });
});

test("the newest epoch does not go with the mailbox that carries it", async () => {
  const portal = await open({ count: 4 });
  const { context } = portal;
  const dump = await dumpOf(portal);
  await round(context);
  for (let deleted = 1; deleted <= 3; deleted += 1) {
    const before = await readMarks(context);
    const anchor = await findEpochAnchor(context);
    const carrier = portal.seeds.find(({ id }) => id === anchor?.mailboxId);
    if (!carrier) throw new Error("nobody carries the epoch");
    expect(readEpoch(await findInMailcow(context, carrier.address))).toBe(before.highestEpoch);
    await carryOutOperation(context, await askToDelete(context, carrier));
    expect(portal.deleteCalls()).toBe(deleted);
    expect((await readMarks(context)).highestEpoch).toBeGreaterThan(before.highestEpoch);
  }
  // One is left, and it is enough.
  expect(await findDeletionBar(dump.connect())).toEqual({ kind: "needs-admin", reason: "database-older" });
});

test("the deletion of a mailbox that carries the newest epoch waits when nowhere else can it be written", async () => {
  const portal = await open({ count: 3 });
  const { context } = portal;
  await round(context);
  const anchor = await findEpochAnchor(context);
  const carrier = portal.seeds.find(({ id }) => id === anchor?.mailboxId);
  if (!carrier) throw new Error("nobody carries the epoch");
  const operationId = await askToDelete(context, carrier);
  portal.sandbox.setFault({ kind: "html", path: "edit/mailbox/custom-attribute" });
  await carryOutOperation(context, operationId);
  expect(await portal.getOperation(operationId)).toMatchObject({
    state: "WAITING",
    reason: "mail-server-unclear",
  });
  expect(portal.deleteCalls()).toBe(0);
  portal.sandbox.setFault(null);
  await carryOutOperation(context, operationId);
  expect(await portal.getOperation(operationId)).toMatchObject({ state: "DONE" });
});

test("a second portal on the same mail server neither stops the first nor carries its epoch", async () => {
  const portal = await open({ count: 4, expiring: 1 });
  const other = await openNeighbour(portal);
  closeLater(() => other.close());
  const neighbour = other.connect();
  for (let epoch = 1; epoch <= 500; epoch += 1) await raiseEpoch(neighbour);
  const address = "aaa@pasture.test";
  await makeByHand(portal.context.mailcow, address);
  const theirs = await findInMailcow(portal.context, address);
  const stamp = await makeStamp(neighbour, crypto.randomUUID(), theirs);
  await setCustomAttributes(portal.context.mailcow, address, { ...stamp });
  expect(await getInstanceId(neighbour)).not.toBe(await getInstanceId(portal.context));

  expect(await round(portal.context)).toMatchObject({ state: "done", begun: 1, orphans: [] });
  expect((await readMarks(portal.context)).highestEpoch).toBe(1);
  expect((await findInMailcow(portal.context, address)).customAttributes).toEqual({ ...stamp });
  await portal.startWorker();
  await portal.untilMailbox(seedAt(portal, 0).id, "DELETED");
  expect(portal.deleteCalls()).toBe(1);
});

test("a changed mark stops every deletion until somebody has looked, and is then made anew", async () => {
  const portal = await open({ count: 6, expiring: 1 });
  const { context } = portal;
  for (let epoch = 1; epoch <= 20; epoch += 1) await raiseEpoch(context);
  await round(context);
  const anchor = await findEpochAnchor(context);
  const carrier = portal.seeds.find(({ id }) => id === anchor?.mailboxId);
  if (!carrier) throw new Error("nobody carries the epoch");
  const { customAttributes } = await findInMailcow(context, carrier.address);
  // 21 becomes 1: by the number alone an older database would pass.
  await writeMark(context, carrier.address, String(customAttributes.pasture_epoch).slice(1));

  const restarted = portal.connect();
  const ofCarrier = await askToDelete(restarted, carrier);
  await carryOutOperation(restarted, ofCarrier);
  expect(await portal.getOperation(ofCarrier)).toMatchObject({
    state: "NEEDS_ADMIN",
    reason: "database-older",
  });
  expect(await round(restarted, true)).toMatchObject({ state: "refused", reason: "mark-damaged", begun: 0 });
  expect(await findDeletionHold(restarted)).toMatchObject({
    reason: "mark-damaged",
    damaged: [carrier.address],
  });
  // Made anew, and still on hold until somebody has looked.
  const repaired = await findInMailcow(context, carrier.address);
  expect(readEpochMark(context, await getInstanceId(context), repaired).isIntact).toBe(true);
  expect(await round(portal.connect(), true)).toMatchObject({ state: "refused", reason: "mark-damaged" });
  expect(portal.deleteCalls()).toBe(0);

  unwrap(await acceptDatabase(restarted, OPERATOR));
  expect(await round(restarted)).toMatchObject({ state: "done" });
});

test("a mailbox whose mark was changed since the last look is not deleted", async () => {
  const portal = await open({ count: 4 });
  const { context } = portal;
  await round(context);
  const anchor = await findEpochAnchor(context);
  const carrier = portal.seeds.find(({ id }) => id === anchor?.mailboxId);
  if (!carrier) throw new Error("nobody carries the epoch");
  await writeMark(context, carrier.address, "1.k1.made-up");
  const operationId = await askToDelete(context, carrier);
  await carryOutOperation(context, operationId);
  expect(await portal.getOperation(operationId)).toMatchObject({ state: "NEEDS_ADMIN", reason: "not-ours" });
  expect(portal.deleteCalls()).toBe(0);
});

test("marks written before there was a proof are still understood", async () => {
  const portal = await open({ count: 4, expiring: 1 });
  const { context } = portal;
  await raiseEpoch(context);
  await writeMark(context, seedAt(portal, 0).address, 1);
  expect(await compareDatabase(context)).toBe(true);
  expect(await round(context)).toMatchObject({ state: "done", begun: 1 });
  await writeMark(context, seedAt(portal, 1).address, 4);
  expect(await round(context)).toMatchObject({ state: "refused", reason: "database-older" });
});
