import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { afterEach, beforeEach, expect, test } from "vitest";
import { acceptEveryLogin } from "@/tests/support/accept-every-login";
import { bundleScript } from "@/tests/support/bundle-script";
import { scriptEnvironment } from "@/tests/support/script-environment";
import { openTestPortal, type TestPortal } from "@/tests/support/test-portal";
import { waitUntil } from "@/tests/support/wait-until";

const TAKEOVER_MS = 60_000;

let portal: TestPortal;
let child: ChildProcess;
beforeEach(async () => {
  portal = await openTestPortal();
  const script = await bundleScript("tests/faults/support/worker.script.ts");
  child = spawn(process.execPath, [script], {
    env: scriptEnvironment(portal.environment),
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (child.stdout) await once(child.stdout, "data");
});
afterEach(async () => {
  child.kill("SIGKILL");
  await portal.close();
});

async function untilCalled(path: string): Promise<void> {
  await waitUntil(`a call of ${path}`, () => portal.sandbox.calls().some((call) => call.path.endsWith(path)));
}

const heartbeats = () => portal.context.database.prisma.workerHeartbeat.count();

test("a worker killed in the middle of a job is replaced within a minute, and its dead jobs are freed", async () => {
  portal.sandbox.setFault({ kind: "hang", path: "add/mailbox$" });
  const person = await portal.register();
  await untilCalled("add/mailbox");
  child.kill("SIGKILL");
  const diedAt = Date.now();
  await once(child, "exit");
  portal.sandbox.setFault(null);
  expect(await portal.getOperation(person.operationId)).toMatchObject({ state: "RUNNING" });
  await portal.startWorker(acceptEveryLogin(portal.context));
  await portal.untilMailbox(person.mailboxId, "ACTIVE", TAKEOVER_MS);
  expect(Date.now() - diedAt).toBeLessThan(TAKEOVER_MS);
  expect(portal.sandbox.listMailboxes().creations[person.address]).toBe(1);
});

test("a worker told to stop finishes what it has begun, stays alive for others while it does, and leaves no trace", async () => {
  portal.sandbox.setFault({ kind: "slow", delayMs: 4_000, path: "add/mailbox$" });
  const person = await portal.register();
  await untilCalled("add/mailbox");
  const workersBefore = await heartbeats();
  child.kill("SIGTERM");
  const later = await portal.register();
  const [code] = await once(child, "exit");
  expect(code).toBe(0);
  expect(workersBefore).toBeGreaterThan(0);
  expect(await heartbeats()).toBe(0);
  expect(await portal.getMailbox(person.mailboxId)).toMatchObject({ state: "ACTIVE" });
  expect(await portal.getOperation(later.operationId)).toMatchObject({ state: "QUEUED", attempts: 0 });
  const { rows } = await portal.context.database.pool.query(
    "select 1 from graphile_worker.jobs where locked_at is not null",
  );
  expect(rows).toEqual([]);
});

test("an operation whose job is gone is found and queued again", async () => {
  child.kill("SIGKILL");
  await once(child, "exit");
  const person = await portal.register();
  const { pool, prisma } = portal.context.database;
  await pool.query("select graphile_worker.remove_job($1)", [`operation:${person.operationId}`]);
  await prisma.operation.update({
    where: { id: person.operationId },
    data: { createdAt: new Date(Date.now() - 120_000) },
  });
  await portal.startWorker(acceptEveryLogin(portal.context));
  await portal.untilMailbox(person.mailboxId, "ACTIVE");
});
