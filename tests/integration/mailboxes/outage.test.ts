import { afterAll, beforeAll, expect, test } from "vitest";
import { getMailPage } from "@/lib/mailboxes/queries";
import { retryOperation } from "@/lib/mailboxes/retry-operation";
import { openTestPortal, type TestPortal } from "@/tests/support/test-portal";

let portal: TestPortal;
beforeAll(async () => {
  portal = await openTestPortal({ mail: "memory", client: { breaker: { openMs: 500 } } });
  await portal.startWorker();
});
afterAll(() => portal.close());

test("with Mailcow down the account exists, the page says why it waits, and the mailbox comes by itself", async () => {
  portal.sandbox.setFault({ kind: "down" });
  const person = await portal.register();
  const waiting = await portal.untilOperation(person.operationId, "WAITING");
  expect(waiting.reason).toMatch(/^mail-server-(unreachable|unclear)$/);
  expect(waiting.passwordHashSealed).not.toBeNull();
  const page = await getMailPage(portal.context, person.actor);
  expect(page.mailbox).toMatchObject({
    address: person.address,
    state: "provisioning",
    reason: waiting.reason,
  });
  expect(page.mailServer.reachable).toBe(false);
  portal.sandbox.setFault(null);
  const mailbox = await portal.untilMailbox(person.mailboxId, "ACTIVE", 20_000);
  expect(mailbox.reason).toBeNull();
  expect((await portal.getOperation(person.operationId)).attempts).toBeGreaterThan(1);
  await expect
    .poll(async () => (await getMailPage(portal.context, person.actor)).mailServer.reachable, {
      timeout: 10_000,
    })
    .toBe(true);
});

test("a person who presses Retry while Mailcow refuses them gets another try at once", async () => {
  portal.sandbox.setFault({ kind: "refuse", msg: "max_mailbox_exceeded", path: "add/mailbox$" });
  const person = await portal.register();
  await portal.untilOperation(person.operationId, "NEEDS_ADMIN");
  expect(await portal.getMailbox(person.mailboxId)).toMatchObject({
    state: "NEEDS_ADMIN",
    reason: "domain-full",
  });
  portal.sandbox.setFault(null);
  expect(await retryOperation(portal.context, person.actor, person)).toEqual({ ok: true, value: undefined });
  await portal.untilMailbox(person.mailboxId, "ACTIVE");
  expect(await retryOperation(portal.context, person.actor, person)).toEqual({
    ok: false,
    failure: { reason: "nothing-to-retry" },
  });
});
