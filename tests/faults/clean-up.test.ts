import { afterEach, expect, test } from "vitest";
import { acceptDatabase } from "@/lib/clean-up/accept-database";
import { cleanUpExpired } from "@/lib/clean-up/clean-up-expired";
import { watchClock } from "@/lib/clean-up/clock-watch";
import { getCleanUpStatus } from "@/lib/clean-up/queries";
import { loadSettings } from "@/lib/config/settings";
import { createWorkerContext } from "@/lib/context/create-worker-context";
import type { WorkerContext } from "@/lib/context/portal-context";
import { carryOutOperation } from "@/lib/mailboxes/carry-out-operation";
import { deleteMailbox as deletePortalMailbox } from "@/lib/mailboxes/delete-mailbox";
import type { MailcowClient } from "@/lib/mailcow/create-mailcow-client";
import { addMailbox, deleteMailbox } from "@/lib/mailcow/mailboxes";
import { hashMachinePassword } from "@/lib/mailcow/password-hash";
import { runWorker } from "@/lib/worker/run-worker";
import { acceptEveryLogin } from "@/tests/support/accept-every-login";
import { startTestSandbox, type TestSandbox } from "@/tests/support/sandbox-client";
import { type SandboxSeeding, type Seed, writeSandboxSeeds } from "@/tests/support/seeded-mailboxes";
import { OPERATOR, openSeededPortal, type SeededPortal } from "@/tests/support/seeded-portal";
import { copyTestDatabase } from "@/tests/support/test-database";
import { makeTestFolder } from "@/tests/support/test-folder";
import { waitUntil } from "@/tests/support/wait-until";

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function open(count = 10, expiring = 5): Promise<SeededPortal> {
  const portal = await openSeededPortal({ count, expiring });
  closing.push(() => portal.close());
  return portal;
}

async function round(
  context: WorkerContext,
  input: Parameters<typeof cleanUpExpired>[2] = { graceHours: 0 },
) {
  const result = await cleanUpExpired(context, OPERATOR, input);
  if (!result.ok) throw new Error(result.failure.reason);
  return result.value;
}

/** Another mail server with these mailboxes, at which the portal is made to look. */
async function lookElsewhere(portal: SeededPortal, seeds: readonly Seed[], seeding: SandboxSeeding = {}) {
  const folder = makeTestFolder();
  closing.push(() => folder.remove());
  await writeSandboxSeeds(folder.path, seeds, seeding);
  const other: TestSandbox = await startTestSandbox({ dataDir: folder.path });
  closing.push(() => other.sandbox.stop());
  const { apiUrl: baseUrl, apiKey } = other.sandbox;
  return { context: portal.connect({ baseUrl, apiKey }), sandbox: other.sandbox };
}

async function expectNothingBegun(portal: SeededPortal): Promise<void> {
  expect(Object.keys(await portal.countStates())).toEqual(["ACTIVE"]);
  expect(await portal.context.database.prisma.operation.count({ where: { kind: "DELETE_MAILBOX" } })).toBe(0);
  expect(portal.deleteCalls()).toBe(0);
}

test("an empty listing, a listing cut to a part, and another server's listing begin nothing", async () => {
  const portal = await open();
  const isStamped = false;
  for (const [reason, seeds, seeding] of [
    ["listing-empty", [], {}],
    ["listing-too-short", portal.seeds.slice(0, 4), {}],
    ["mail-server-changed", portal.seeds, { isStamped }],
  ] as const) {
    const { context } = await lookElsewhere(portal, seeds, seeding);
    expect(await round(context), reason).toMatchObject({ state: "refused", reason, begun: 0 });
  }
  await expectNothingBegun(portal);
});

test("an answer that is cut, empty, HTML or a refusal begins nothing", async () => {
  const portal = await open();
  for (const kind of ["cut-json", "empty", "html", "lost-response", "unauthorised"] as const) {
    portal.sandbox.setFault({ kind, path: "get/mailbox/reduced" });
    expect(await round(portal.connect()), kind).toMatchObject({ state: "failed", begun: 0 });
  }
  portal.sandbox.setFault(null);
  await expectNothingBegun(portal);
});

test("even a round let through at the wrong server deletes nothing: each deletion proves ownership itself", async () => {
  const portal = await open();
  const { context, sandbox } = await lookElsewhere(portal, portal.seeds, { isStamped: false });
  expect(await round(context, { graceHours: 0, isApproved: true })).toMatchObject({
    state: "done",
    begun: 5,
  });
  await portal.startWorker(context);
  await waitUntil("refusals", async () => {
    const refused = await context.database.prisma.cleanUpItem.count({
      where: { outcome: "refused", reason: "not-ours" },
    });
    return refused === 5 ? true : null;
  });
  expect(sandbox.listMailboxes().mailboxes).toHaveLength(10);
});

test("a wall clock that was set, forwards or back, stops the round", async () => {
  const portal = await open();
  for (const jumpMs of [10 * 365 * 86_400_000, -86_400_000]) {
    let wallMs = 0;
    const watch = watchClock({ wallMs: () => wallMs, monotonicMs: () => 0 });
    wallMs = jumpMs;
    const result = await cleanUpExpired(portal.context, OPERATOR, { graceHours: 0, isApproved: true }, watch);
    expect(result.ok && result.value).toMatchObject({ state: "refused", reason: "clock-jumped", begun: 0 });
  }
  await expectNothingBegun(portal);
});

test("a database with another idea of the time stops the round", async () => {
  const portal = await open();
  const { pool } = portal.context.database;
  const name = new URL(portal.database.url).pathname.slice(1);
  // Unqualified calls of now() find this one first, as if the database's machine were ten years ahead.
  await pool.query("create schema shifted");
  await pool.query(
    "create function shifted.now() returns timestamptz language sql as 'select pg_catalog.now() + interval ''10 years'''",
  );
  await pool.query(`alter database ${name} set search_path = shifted, pg_catalog, public`);
  expect(await round(portal.connect())).toMatchObject({
    state: "refused",
    reason: "clock-differs-from-database",
  });
  await expectNothingBegun(portal);
});

test("a mailbox deleted and made again by hand is refused, and left as it is", async () => {
  const portal = await open(10, 2);
  const [seed] = portal.seeds;
  if (!seed) throw new Error("no seed");
  await deleteMailbox(portal.context.mailcow, seed.address);
  await addMailbox(portal.context.mailcow, {
    localPart: seed.localPart,
    domain: seed.domain,
    displayName: "By hand",
    passwordHash: hashMachinePassword("another secret"),
    quotaMiB: 10,
    attributeHash: "",
    tags: [],
    tlsEnforced: false,
    forcePasswordUpdate: false,
  });
  portal.sandbox.resetCalls();
  const { runId } = await round(portal.context);
  await portal.startWorker();
  await portal.untilMailbox(portal.seeds[1]?.id ?? "", "DELETED");
  const item = await waitUntil("refused", () =>
    portal.context.database.prisma.cleanUpItem.findFirst({ where: { runId, outcome: "refused" } }),
  );
  expect(item).toMatchObject({ mailboxId: seed.id, reason: "not-ours" });
  expect(portal.deleteCalls()).toBe(1);
  const kept = portal.sandbox.listMailboxes().mailboxes.find(({ address }) => address === seed.address);
  expect(kept).toBeDefined();
});

/** Mailcow's own words when its garbage collector could not take a mailbox's mail. */
const MAILDIR_WARNING = { type: "warning", log: [], msg: "Could not move maildir to garbage collector" };

function warnAtDeletion(client: MailcowClient): MailcowClient {
  return {
    ...client,
    post: async (endpoint, body, deadline) => {
      const answer = await client.post(endpoint, body, deadline);
      return endpoint === "delete/mailbox" && Array.isArray(answer) ? [MAILDIR_WARNING, ...answer] : answer;
    },
    withPriority: (priority) => warnAtDeletion(client.withPriority(priority)),
  };
}

test("mail that may have stayed on disk is flagged, after a warning and after a lost answer alike", async () => {
  const portal = await open(3, 1);
  const warned = portal.seeds[0];
  await round(portal.context);
  const first = await runWorker({ ...portal.context, mailcow: warnAtDeletion(portal.context.mailcow) });
  const row = await portal.untilMailbox(warned?.id ?? "", "DELETED");
  await first.stop();
  expect(row).toMatchObject({ address: null, mailMayRemain: true });
  const claim = await portal.context.database.prisma.addressClaim.findUniqueOrThrow({
    where: { id: row.addressClaimId },
  });
  expect(claim.state).toBe("RETIRED");

  const lost = portal.seeds[1];
  await portal.context.database.pool.query("update mailbox set expires_at = now() where id = $1", [lost?.id]);
  await round(portal.context);
  portal.sandbox.setFault({ kind: "lost-response", path: "delete/mailbox$", times: 1 });
  await portal.startWorker();
  expect(await portal.untilMailbox(lost?.id ?? "", "DELETED")).toMatchObject({ mailMayRemain: true });
});

test("a database put back to an earlier day deletes nothing, asked for or not, and names what it does not know", async () => {
  const portal = await open(10, 3);
  const worker = await runWorker(acceptEveryLogin(portal.context));
  await portal.untilMailbox((await portal.register()).mailboxId, "ACTIVE");
  await worker.stop();
  const dump = await copyTestDatabase(portal.database.url);
  closing.push(() => dump.drop());
  const later = await runWorker(acceptEveryLogin(portal.context));
  const newcomer = await portal.register();
  await portal.untilMailbox(newcomer.mailboxId, "ACTIVE");
  await later.stop();

  const { settings } = loadSettings(
    "worker",
    { ...portal.environment, DATABASE_URL: dump.url },
    portal.environment.DATA_DIR ?? "",
  );
  const restored = createWorkerContext({ settings, databaseUrl: dump.url, name: "test" });
  closing.push(() => restored.close());
  portal.sandbox.resetCalls();
  for (const isApproved of [false, true]) {
    expect(await round(restored, { graceHours: 0, isApproved })).toMatchObject({
      state: "refused",
      reason: "database-older",
      orphans: [newcomer.address],
    });
  }
  const seed = portal.seeds[9];
  const asked = await deletePortalMailbox(restored, OPERATOR, {
    mailboxId: seed?.id ?? "",
    confirmAddress: seed?.address ?? "",
    graceHours: 0,
  });
  if (!asked.ok) throw new Error(asked.failure.reason);
  await carryOutOperation(restored, asked.value.operationId);
  const stopped = await restored.database.prisma.operation.findUniqueOrThrow({
    where: { id: asked.value.operationId },
  });
  expect(stopped).toMatchObject({ state: "NEEDS_ADMIN", reason: "database-older" });
  expect(portal.deleteCalls()).toBe(0);
  const status = await getCleanUpStatus(restored, OPERATOR);
  expect(status.ok && status.value.hold).toEqual({ orphans: [newcomer.address] });

  expect(await acceptDatabase(restored, OPERATOR)).toMatchObject({ ok: true });
  expect(await round(restored, { isDryRun: true })).toMatchObject({
    state: "done",
    orphans: [newcomer.address],
  });
});
