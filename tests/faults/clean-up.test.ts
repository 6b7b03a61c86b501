import { expect, test } from "vitest";
import { cleanUpExpired } from "@/lib/clean-up/clean-up-expired";
import { watchClock } from "@/lib/clean-up/clock-watch";
import type { WorkerContext } from "@/lib/context/portal-context";
import type { MailcowClient } from "@/lib/mailcow/create-mailcow-client";
import { deleteMailbox } from "@/lib/mailcow/mailboxes";
import { runWorker } from "@/lib/worker/run-worker";
import { closingPortals } from "@/tests/support/closing-portals";
import { makeByHand } from "@/tests/support/make-by-hand";
import { startTestSandbox, type TestSandbox } from "@/tests/support/sandbox-client";
import { type SandboxSeeding, type Seed, writeSandboxSeeds } from "@/tests/support/seeded-mailboxes";
import { OPERATOR, type SeededPortal } from "@/tests/support/seeded-portal";
import { makeTestFolder } from "@/tests/support/test-folder";
import { unwrap } from "@/tests/support/unwrap";
import { waitUntil } from "@/tests/support/wait-until";

const { open: openPortal, closeLater } = closingPortals();

const open = (count = 10, expiring = 5) => openPortal({ count, expiring });

async function round(
  context: WorkerContext,
  input: Parameters<typeof cleanUpExpired>[2] = { graceHours: 0 },
) {
  return unwrap(await cleanUpExpired(context, OPERATOR, input));
}

/** Another mail server with these mailboxes, at which the portal is made to look. */
async function lookElsewhere(portal: SeededPortal, seeds: readonly Seed[], seeding: SandboxSeeding = {}) {
  const folder = makeTestFolder();
  closeLater(() => folder.remove());
  await writeSandboxSeeds(folder.path, seeds, seeding);
  const other: TestSandbox = await startTestSandbox({ dataDir: folder.path });
  closeLater(() => other.sandbox.stop());
  const { apiUrl: baseUrl, apiKey } = other.sandbox;
  return { context: portal.connect({ baseUrl, apiKey }), sandbox: other.sandbox };
}

/** The same server, whose answers to this call are another's. */
function answering(
  context: WorkerContext,
  endpoint: string,
  change: (answer: readonly unknown[]) => readonly unknown[],
): WorkerContext {
  const changed = (client: MailcowClient): MailcowClient => ({
    ...client,
    get: async (asked, parameters, deadline) => {
      const answer = await client.get(asked, parameters, deadline);
      return asked.startsWith(endpoint) && Array.isArray(answer) ? change(answer) : answer;
    },
    withPriority: (priority) => changed(client.withPriority(priority)),
  });
  return { ...context, mailcow: changed(context.mailcow) };
}

const TOLERANCE_MS = 5 * 60_000;

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

test("a wall clock set by more than five minutes, forwards or back, stops the round; by less it does not", async () => {
  const portal = await open();
  const jump = async (jumpMs: number) => {
    let wallMs = 0;
    const watch = watchClock({ wallMs: () => wallMs, monotonicMs: () => 0 });
    wallMs = jumpMs;
    const input = { graceHours: 0, isApproved: true, isDryRun: Math.abs(jumpMs) < TOLERANCE_MS };
    return unwrap(await cleanUpExpired(portal.context, OPERATOR, input, watch));
  };
  for (const ms of [TOLERANCE_MS + 1_000, 86_400_000, 10 * 365 * 86_400_000]) {
    for (const jumpMs of [ms, -ms]) {
      const refused = { state: "refused", reason: "clock-jumped", begun: 0 };
      expect(await jump(jumpMs), String(jumpMs)).toMatchObject(refused);
    }
  }
  for (const jumpMs of [TOLERANCE_MS - 1_000, 1_000 - TOLERANCE_MS]) {
    expect(await jump(jumpMs)).toMatchObject({ state: "done", planned: 5 });
  }
  await expectNothingBegun(portal);
});

test("a database with another idea of the time stops the round", async () => {
  const portal = await open();
  const { pool } = portal.context.database;
  const name = new URL(portal.database.url).pathname.slice(1);
  // Unqualified calls of now() find this one first, as if the database's machine were ahead or behind.
  await pool.query("create schema shifted");
  await pool.query(`alter database ${name} set search_path = shifted, pg_catalog, public`);
  for (const shift of ["10 years", "-1 day", "6 minutes", "-6 minutes"]) {
    await pool.query(`create or replace function shifted.now() returns timestamptz language sql
      as $$select pg_catalog.now() + interval '${shift}'$$`);
    const refused = { state: "refused", reason: "clock-differs-from-database", begun: 0 };
    expect(await round(portal.connect()), shift).toMatchObject(refused);
  }
  await expectNothingBegun(portal);
});

test("a mail server with another idea of the time stops the round", async () => {
  const portal = await open();
  for (const shiftSeconds of [8 * 60, -8 * 60, 10 * 365 * 86_400, -86_400]) {
    const context = answering(portal.context, "get/logs", (lines) =>
      lines.map((line) => ({ ...Object(line), time: Number(Object(line).time) + shiftSeconds })),
    );
    const refused = { state: "refused", reason: "clock-differs-from-mail-server", begun: 0 };
    expect(await round(context), String(shiftSeconds)).toMatchObject(refused);
  }
  await expectNothingBegun(portal);
});

test("a server at the same address with other domains, or without ours, begins nothing until an admin says so", async () => {
  const portal = await open(10, 0);
  const { context } = portal;
  const serverWith = (...names: string[]) =>
    answering(context, "get/domain", ([domain]) =>
      names.map((name) => ({ ...Object(domain), domain_name: name })),
    );
  const usual = serverWith("pasture.test", "a.test", "b.test", "c.test");
  expect(await round(usual)).toMatchObject({ state: "done" });
  await context.database.pool.query("update mailbox set expires_at = now() - interval '1 hour'");
  for (const names of [["pasture.test", "x.test", "y.test"], ["a.test", "b.test", "c.test"], []]) {
    const refused = { state: "refused", reason: "mail-server-changed", begun: 0 };
    expect(await round(serverWith(...names)), names.join()).toMatchObject(refused);
  }
  await expectNothingBegun(portal);
  const fewer = serverWith("pasture.test", "a.test", "b.test");
  expect(await round(fewer)).toMatchObject({ state: "done", begun: 10 });
});

test("a copy of the server at another address begins nothing until an admin says so", async () => {
  const portal = await open(10, 0);
  const { context } = portal;
  const at = (apiUrl: string): WorkerContext => {
    const { settings } = context;
    return { ...context, settings: { ...settings, mailcow: { ...settings.mailcow, apiUrl } } };
  };
  expect(await round(context)).toMatchObject({ state: "done" });
  await context.database.pool.query("update mailbox set expires_at = now() - interval '1 hour'");
  const refused = { state: "refused", reason: "mail-server-changed", begun: 0 };
  expect(await round(at("https://copy.test"))).toMatchObject(refused);
  await expectNothingBegun(portal);
  // The same address, written in another way.
  const sameServer = at(`${context.settings.mailcow.apiUrl}/api/v1/`);
  expect(await round(sameServer)).toMatchObject({ state: "done", begun: 10 });
});

test("a mailbox deleted and made again by hand is refused, and left as it is", async () => {
  const portal = await open(10, 2);
  const [seed] = portal.seeds;
  if (!seed) throw new Error("no seed");
  await deleteMailbox(portal.context.mailcow, seed.address);
  await makeByHand(portal.context.mailcow, seed.address);
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
