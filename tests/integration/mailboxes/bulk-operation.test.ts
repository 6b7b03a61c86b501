import { afterEach, expect, test } from "vitest";
import type { AccountActor } from "@/lib/context/actor";
import type { BulkActName, BulkSelection } from "@/lib/mailboxes/bulk-selection";
import { cancelBulkOperation } from "@/lib/mailboxes/cancel-bulk-operation";
import { carryOutBulkOperation } from "@/lib/mailboxes/carry-out-bulk-operation";
import { forgetBulkOperations } from "@/lib/mailboxes/forget-bulk-operations";
import { getBulkOperation, listBulkOperations } from "@/lib/mailboxes/get-bulk-operation";
import { previewBulkOperation } from "@/lib/mailboxes/preview-bulk-operation";
import { type StartBulkOperationInput, startBulkOperation } from "@/lib/mailboxes/start-bulk-operation";
import {
  OPERATOR,
  openSeededPortal,
  type SeededPortal,
  type SeededPortalOptions,
} from "@/tests/support/seeded-portal";
import { VISITOR } from "@/tests/support/test-portal";
import { waitUntil } from "@/tests/support/wait-until";

let portal: SeededPortal | undefined;
afterEach(async () => {
  await portal?.close();
  portal = undefined;
});

async function open(options: SeededPortalOptions): Promise<SeededPortal> {
  portal = await openSeededPortal(options);
  return portal;
}

/** The first ten of the seeds are called seed000000 to seed000009. */
const FIRST_TEN: BulkSelection = { search: { query: "seed00000", sort: "newest" } };
const DAY_MS = 86_400_000;

async function preview({ context }: SeededPortal, act: BulkActName, selection = FIRST_TEN) {
  const previewed = await previewBulkOperation(context, OPERATOR, { act, selection });
  if (!previewed.ok) throw new Error(previewed.failure.reason);
  return previewed.value;
}

/** As an admin does who looks, types what is asked for, and goes on. */
async function start(
  opened: SeededPortal,
  act: BulkActName,
  input: Partial<StartBulkOperationInput> = {},
  actor: Parameters<typeof startBulkOperation>[1] = OPERATOR,
): Promise<string> {
  const selection = input.selection ?? FIRST_TEN;
  const { fingerprint, count } = await preview(opened, act, selection);
  const confirmation = String(count);
  const order = { act, selection, fingerprint, confirmation, ...input };
  const started = await startBulkOperation(opened.context, actor, order);
  if (!started.ok) throw new Error(started.failure.reason);
  return started.value.bulkOperationId;
}

async function look({ context }: SeededPortal, bulkOperationId: string) {
  const found = await getBulkOperation(context, OPERATOR, { bulkOperationId, limit: 200 });
  if (!found.ok) throw new Error(found.failure.reason);
  return found.value;
}

async function insertAdmin({ context }: SeededPortal): Promise<AccountActor> {
  const { id, address } = await context.database.prisma.account.create({
    data: { address: "admin@pasture.test", role: "ADMIN", passwordHash: "" },
  });
  return {
    kind: "account",
    accountId: id,
    address,
    role: "ADMIN",
    networkAddress: VISITOR.networkAddress,
    sessionId: null,
    scopes: null,
  };
}

test("all that matched are deleted in Mailcow, each with its result, and nothing else is touched", async () => {
  const opened = await open({ count: 14 });
  const bulkOperationId = await start(opened, "delete", { isAtOnce: true });
  await opened.startWorker();
  const page = await waitUntil("deleted", async () => {
    const now = await look(opened, bulkOperationId);
    // The counts may be a moment younger than the items.
    return now.counts.deleted === 10 && now.items.every(({ address }) => address === null) ? now : null;
  });
  expect(page.counts).toEqual({ deleted: 10 });
  expect(page.operation).toMatchObject({ act: "delete", state: "done", planned: 10, done: 10, failed: 0 });
  expect(page.items.map(({ address }) => address)).toEqual(Array(10).fill(null));
  expect(opened.sandbox.listMailboxes().mailboxes).toHaveLength(4);
  expect(opened.deleteCalls()).toBe(10);
  expect(await opened.countStates()).toEqual({ ACTIVE: 4, DELETED: 10 });
});

test("without haste the logins are cut, and the mail stays for the day in which it can be undone", async () => {
  const opened = await open({ count: 3 });
  const ids = opened.seeds.slice(0, 2).map(({ id }) => id);
  const bulkOperationId = await start(opened, "delete", { selection: { ids } });
  await opened.startWorker();
  await waitUntil("in grace", async () => (await look(opened, bulkOperationId)).counts["in-grace"] === 2);
  expect(opened.deleteCalls()).toBe(0);
  expect(await opened.countStates()).toEqual({ ACTIVE: 1, DELETING: 2 });
});

test("a job delivered again, after a death at the worst moment, deletes nothing twice and loses no result", async () => {
  const opened = await open({ count: 10 });
  const { context } = opened;
  const bulkOperationId = await start(opened, "delete");
  await carryOutBulkOperation(context, bulkOperationId);
  // As if the process had died after beginning each deletion and before writing that down.
  await context.database.prisma.bulkItem.updateMany({ data: { outcome: null, operationId: null } });
  await context.database.prisma.bulkOperation.updateMany({ data: { state: "RUNNING", done: 0 } });
  await carryOutBulkOperation(context, bulkOperationId);
  await carryOutBulkOperation(context, bulkOperationId);
  expect(await context.database.prisma.operation.count({ where: { kind: "DELETE_MAILBOX" } })).toBe(10);
  const { counts, operation } = await look(opened, bulkOperationId);
  expect(counts).toEqual({ begun: 10 });
  expect(operation).toMatchObject({ state: "done", planned: 10, done: 10, failed: 0 });
});

test("each address gets its time once, however often it is tried; people's own mailboxes are left out", async () => {
  const opened = await open({ count: 12 });
  const { context, seeds } = opened;
  const { prisma } = context.database;
  await prisma.mailbox.update({
    where: { id: seeds[0]?.id ?? "" },
    data: { purpose: "PERSON", expiresAt: null },
  });
  await prisma.mailbox.updateMany({ where: { expiresAt: { not: null } }, data: { expiresAt: inDays(2) } });
  const expiries = () =>
    prisma.mailbox.findMany({ orderBy: { address: "asc" }, select: { expiresAt: true } });
  const before = await expiries();
  expect(await preview(opened, "extend")).toMatchObject({ count: 9, leftOut: 1, persons: 0 });
  const bulkOperationId = await start(opened, "extend");
  await carryOutBulkOperation(context, bulkOperationId);
  const after = await expiries();
  const added = after.map(({ expiresAt }, index) => hoursBetween(before[index]?.expiresAt, expiresAt));
  const hours = context.settings.mailbox.temporaryExpiryHours;
  expect(added).toEqual([0, ...Array(9).fill(hours), 0, 0]);
  expect((await look(opened, bulkOperationId)).counts).toEqual({ extended: 9 });

  await prisma.bulkItem.updateMany({ data: { outcome: null } });
  await prisma.bulkOperation.updateMany({ data: { state: "RUNNING" } });
  await carryOutBulkOperation(context, bulkOperationId);
  expect(await expiries()).toEqual(after);
  const { counts, items } = await look(opened, bulkOperationId);
  expect(counts).toEqual({ refused: 9 });
  expect(new Set(items.map(({ reason }) => reason))).toEqual(new Set(["expiry-changed"]));
});

test("what began to match after the look is not swept along", async () => {
  const opened = await open({ count: 20 });
  const { prisma } = opened.context.database;
  const seen = await preview(opened, "delete");
  await prisma.mailbox.update({
    where: { id: opened.seeds[15]?.id ?? "" },
    data: { address: "seed00000x@pasture.test" },
  });
  // As many as before, but not the same ones.
  await prisma.mailbox.update({
    where: { id: opened.seeds[0]?.id ?? "" },
    data: { address: "another@pasture.test" },
  });
  const order = {
    act: "delete",
    selection: FIRST_TEN,
    fingerprint: seen.fingerprint,
    confirmation: "10",
  } as const;
  expect(await startBulkOperation(opened.context, OPERATOR, order)).toEqual({
    ok: false,
    failure: { reason: "selection-changed" },
  });
  expect(await prisma.bulkOperation.count()).toBe(0);
  expect(await prisma.bulkItem.count()).toBe(0);
});

test("mail is not lost by a slip: the number has to be typed, and for one mailbox its address", async () => {
  const opened = await open({ count: 12 });
  const { context, seeds } = opened;
  const { fingerprint } = await preview(opened, "delete");
  const order = { act: "delete", selection: FIRST_TEN, fingerprint } as const;
  const refusalOf = async (input: StartBulkOperationInput) => {
    const started = await startBulkOperation(context, OPERATOR, input);
    return started.ok ? null : started.failure.reason;
  };
  expect(await refusalOf(order)).toBe("count-differs");
  expect(await refusalOf({ ...order, confirmation: "11" })).toBe("count-differs");

  const one: BulkSelection = { ids: [seeds[0]?.id ?? ""] };
  const single = {
    ...order,
    selection: one,
    fingerprint: (await preview(opened, "delete", one)).fingerprint,
  };
  expect(await refusalOf({ ...single, confirmation: "1" })).toBe("confirmation-differs");
  expect(await refusalOf({ ...single, confirmation: ` ${seeds[0]?.address.toUpperCase()} ` })).toBe(null);

  // Nothing to lose, nothing to type.
  await context.database.prisma.mailbox.updateMany({ data: { messageCount: 0 } });
  const rest = await preview(opened, "delete");
  expect(rest).toMatchObject({ count: 10, leftOut: 0, withMail: 0 });
  expect(await refusalOf({ ...order, fingerprint: rest.fingerprint })).toBe(null);
  expect(await refusalOf({ ...order, selection: { ids: [] } })).toBe("nothing-chosen");
});

test("cancelled before its turn a mailbox is left alone", async () => {
  const opened = await open({ count: 10 });
  const { context } = opened;
  const bulkOperationId = await start(opened, "delete");
  const cancelled = await cancelBulkOperation(context, OPERATOR, { bulkOperationId });
  expect(cancelled).toEqual({ ok: true, value: { leftAlone: 10 } });
  await carryOutBulkOperation(context, bulkOperationId);
  expect(await opened.countStates()).toEqual({ ACTIVE: 10 });
  expect(await look(opened, bulkOperationId)).toMatchObject({
    operation: { state: "cancelled", done: 0, failed: 0 },
    counts: { cancelled: 10 },
  });
  expect(await cancelBulkOperation(context, OPERATOR, { bulkOperationId })).toEqual({
    ok: false,
    failure: { reason: "already-finished" },
  });
});

test("an admin who is none any more gets nothing done by what was begun", async () => {
  const opened = await open({ count: 10 });
  const { context } = opened;
  const admin = await insertAdmin(opened);
  const bulkOperationId = await start(opened, "delete", {}, admin);
  await context.database.prisma.account.update({ where: { id: admin.accountId }, data: { role: "PERSON" } });
  await carryOutBulkOperation(context, bulkOperationId);
  expect(await opened.countStates()).toEqual({ ACTIVE: 10 });
  expect(await look(opened, bulkOperationId)).toMatchObject({
    operation: { state: "cancelled" },
    counts: { cancelled: 10 },
  });
});

test("it is the admin's doing in the audit log, in one entry for the whole and one for each", async () => {
  const opened = await open({ count: 10 });
  const { context } = opened;
  const admin = await insertAdmin(opened);
  const bulkOperationId = await start(opened, "delete", {}, admin);
  await carryOutBulkOperation(context, bulkOperationId);
  const events = await context.database.prisma.auditEvent.groupBy({
    by: ["action", "actorAccountId"],
    where: { action: { startsWith: "mailbox." } },
    _count: { _all: true },
    orderBy: { action: "asc" },
  });
  expect(events).toMatchObject([
    { action: "mailbox.bulk-delete", actorAccountId: admin.accountId, _count: { _all: 1 } },
    { action: "mailbox.delete", actorAccountId: admin.accountId, _count: { _all: 10 } },
  ]);
});

test("nobody but an admin starts, sees or cancels it", async () => {
  const opened = await open({ count: 2 });
  const { context } = opened;
  const bulkOperationId = await start(opened, "delete", {
    selection: { ids: [opened.seeds[0]?.id ?? ""] },
    confirmation: opened.seeds[0]?.address ?? "",
  });
  const person: AccountActor = { ...(await insertAdmin(opened)), role: "PERSON" };
  const refused = { ok: false, failure: { reason: "not-allowed" } };
  const order = { act: "delete", selection: FIRST_TEN } as const;
  expect(await previewBulkOperation(context, person, order)).toEqual(refused);
  expect(await startBulkOperation(context, person, { ...order, fingerprint: "" })).toEqual(refused);
  expect(await getBulkOperation(context, person, { bulkOperationId, limit: 1 })).toEqual(refused);
  expect(await listBulkOperations(context, person, { limit: 1 })).toEqual(refused);
  expect(await cancelBulkOperation(context, person, { bulkOperationId })).toEqual(refused);
});

test("the results come a page at a time, and by outcome", async () => {
  const opened = await open({ count: 10 });
  const bulkOperationId = await start(opened, "delete");
  const page = async (cursor?: string) => {
    const found = await getBulkOperation(opened.context, OPERATOR, {
      bulkOperationId,
      limit: 6,
      ...(cursor ? { cursor } : {}),
    });
    if (!found.ok) throw new Error(found.failure.reason);
    return found.value;
  };
  const first = await page();
  const second = await page(first.nextCursor ?? "");
  expect(new Set([...first.items, ...second.items].map(({ mailboxId }) => mailboxId)).size).toBe(10);
  expect(second.nextCursor).toBeNull();
  const none = { bulkOperationId, outcome: "refused", limit: 6 } as const;
  expect(await getBulkOperation(opened.context, OPERATOR, none)).toMatchObject({ value: { items: [] } });
});

test("what ended long ago is forgotten, and what goes on is not", async () => {
  const opened = await open({ count: 3 });
  const { prisma } = opened.context.database;
  const begin = (index: number) => {
    const { id, address } = opened.seeds[index] ?? { id: "", address: "" };
    return start(opened, "delete", { selection: { ids: [id] }, confirmation: address });
  };
  const [old, recent, running] = [await begin(0), await begin(1), await begin(2)];
  await prisma.bulkOperation.update({ where: { id: old }, data: { state: "DONE", finishedAt: inDays(-91) } });
  await prisma.bulkOperation.update({
    where: { id: recent },
    data: { state: "DONE", finishedAt: inDays(-89) },
  });
  await prisma.bulkOperation.update({ where: { id: running }, data: { startedAt: inDays(-200) } });
  await forgetBulkOperations(opened.context);
  const left = await prisma.bulkItem.findMany({ select: { bulkOperationId: true } });
  expect(left.map(({ bulkOperationId }) => bulkOperationId).sort()).toEqual([recent, running].sort());
  expect(await prisma.bulkOperation.count()).toBe(2);
});

function inDays(days: number): Date {
  return new Date(Date.now() + days * DAY_MS);
}

function hoursBetween(from: Date | null | undefined, to: Date | null): number {
  return ((to?.getTime() ?? 0) - (from?.getTime() ?? 0)) / 3_600_000;
}
