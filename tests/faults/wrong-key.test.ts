import { afterEach, beforeEach, expect, test } from "vitest";
import { acceptEveryLogin } from "@/tests/support/accept-every-login";
import { openTestPortal, type TestPortal } from "@/tests/support/test-portal";
import { waitUntil } from "@/tests/support/wait-until";

const REGISTRATIONS = 20;
const PATIENCE_MS = 60_000;

let portal: TestPortal;
beforeEach(async () => {
  portal = await openTestPortal();
});
afterEach(() => portal.close());

test("with a wrong key exactly one call reaches Mailcow however many jobs wait; with the right one all are done", async () => {
  for (let each = 0; each < REGISTRATIONS; each += 1) await portal.register();
  portal.sandbox.resetCalls();
  const mistaken = portal.connect({ apiKey: "WRONG0-WRONG0-WRONG0" });
  const worker = await portal.startWorker(acceptEveryLogin(mistaken));
  const { prisma } = portal.context.database;
  // The second round of tries meets the open breaker as well.
  await waitUntil(
    "everything tried twice",
    async () => (await prisma.operation.count({ where: { attempts: { lt: 2 } } })) === 0,
    PATIENCE_MS,
  );
  expect(await prisma.operation.count({ where: { reason: "mail-server-refuses-key" } })).toBe(REGISTRATIONS);
  expect(portal.sandbox.calls()).toHaveLength(1);
  expect(await prisma.mailServerState.findUnique({ where: { id: 1 } })).toMatchObject({ reachable: false });
  await worker.stop();
  await portal.startWorker(acceptEveryLogin(portal.context));
  await waitUntil(
    "all mailboxes ready",
    async () => (await prisma.mailbox.count({ where: { state: "ACTIVE" } })) === REGISTRATIONS,
    PATIENCE_MS,
  );
});

test("a key that is withdrawn in the middle costs one refused call, and nothing is lost", async () => {
  await portal.startWorker(acceptEveryLogin(portal.context));
  const first = await portal.register();
  await portal.untilMailbox(first.mailboxId, "ACTIVE");
  portal.sandbox.setFault({ kind: "unauthorised" });
  portal.sandbox.resetCalls();
  const person = await portal.register();
  expect(await portal.untilOperation(person.operationId, "WAITING")).toMatchObject({
    reason: "mail-server-refuses-key",
  });
  await waitUntil("three tries", async () => (await portal.getOperation(person.operationId)).attempts >= 3);
  expect(portal.sandbox.calls()).toHaveLength(1);
});
