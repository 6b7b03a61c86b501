import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { WorkerContext } from "@/lib/context/portal-context";
import { carryOutOperation } from "@/lib/mailboxes/carry-out-operation";
import { readStamp } from "@/lib/mailboxes/ownership";
import { listAppPasswords } from "@/lib/mailcow/app-passwords";
import { findMailbox } from "@/lib/mailcow/mailboxes";
import type { SandboxFault } from "@/lib/sandbox/fault";
import { acceptEveryLogin } from "@/tests/support/accept-every-login";
import { openTestPortal, type RegisteredPerson, type TestPortal } from "@/tests/support/test-portal";

let portal: TestPortal;
let worker: WorkerContext;
beforeAll(async () => {
  portal = await openTestPortal({ client: { breaker: { failures: 100_000 } } });
  worker = acceptEveryLogin(portal.context);
});
afterAll(() => portal.close());

/** Every call that provisioning makes. */
const PATHS = [
  "get/mailbox/",
  "add/mailbox$",
  "edit/mailbox/custom-attribute$",
  "get/app-passwd/",
  "add/app-passwd$",
];
const GARBLED: readonly (readonly [string, SandboxFault])[] = [
  ["nothing at all", { kind: "empty" }],
  ["nothing at all, the work done", { kind: "empty", afterWork: true }],
  ["an HTML error page", { kind: "html" }],
  ["an HTML page with status 200, the work done", { kind: "html", status: 200, afterWork: true }],
  ["half of the JSON", { kind: "cut-json" }],
  ["a broken connection, the work done", { kind: "lost-response" }],
  ["429 from a proxy", { kind: "rate-limited" }],
];
const CASES = GARBLED.flatMap(([name, fault]) => PATHS.map((path) => [path, name, fault] as const));

/** ACTIVE is a promise: the mailbox is there, stamped as ours, and holds the portal's one app password. */
async function isTrulyReady(person: RegisteredPerson): Promise<boolean> {
  portal.sandbox.setFault(null);
  const found = await findMailbox(portal.context.mailcow, person.address);
  if (found.state !== "present") return false;
  const stamp = await readStamp(portal.context, found.mailbox);
  const appPasswords = await listAppPasswords(portal.context.mailcow, person.address);
  return stamp === person.operationId && appPasswords.length === 1;
}

describe("an answer nobody can read", () => {
  test.each(CASES)("to %s: %s, once, is tried again and never believed", async (path, _, fault) => {
    const person = await portal.register();
    portal.sandbox.setFault({ ...fault, path, times: 1 });
    await carryOutOperation(worker, person.operationId);
    const mailbox = await portal.getMailbox(person.mailboxId);
    if (mailbox.state === "ACTIVE") expect(await isTrulyReady(person)).toBe(true);
    else
      expect(mailbox).toMatchObject({
        state: "PROVISIONING",
        reason: expect.stringMatching(/^mail-server-/),
      });
    portal.sandbox.setFault(null);
    await carryOutOperation(worker, person.operationId);
    expect(await portal.getMailbox(person.mailboxId)).toMatchObject({ state: "ACTIVE", reason: null });
    expect(await isTrulyReady(person)).toBe(true);
    expect(portal.sandbox.listMailboxes().creations[person.address]).toBe(1);
  });

  test.each(CASES)(
    "to %s: %s, every time, never makes the mailbox look ready when it is not",
    async (path, _, fault) => {
      const person = await portal.register();
      for (let attempt = 0; attempt < 4; attempt += 1) {
        portal.sandbox.setFault({ ...fault, path });
        await carryOutOperation(worker, person.operationId);
      }
      const mailbox = await portal.getMailbox(person.mailboxId);
      const isReady = await isTrulyReady(person);
      if (mailbox.state === "ACTIVE") expect(isReady).toBe(true);
      else expect(await portal.getOperation(person.operationId)).toMatchObject({ state: "WAITING" });
      expect(portal.sandbox.listMailboxes().creations[person.address] ?? 0).toBeLessThanOrEqual(1);
    },
  );
});

describe("a refusal", () => {
  const REFUSALS = [
    ["max_mailbox_exceeded", "NEEDS_ADMIN", "domain-full"],
    [["mailbox_quota_exceeded", "1024"], "NEEDS_ADMIN", "quota-too-large"],
    [["mailbox_quota_left_exceeded", "12"], "NEEDS_ADMIN", "domain-quota-full"],
    [["domain_not_found", "pasture.test"], "NEEDS_ADMIN", "domain-missing"],
    ["access_denied", "NEEDS_ADMIN", "domain-missing"],
    ["mailbox_invalid", "NEEDS_ADMIN", "address-refused"],
    ["password_complexity", "NEEDS_ADMIN", "password-refused"],
    [["is_alias", "x@pasture.test"], "NEEDS_USER", "address-taken"],
    [["is_spam_alias", "x@pasture.test"], "NEEDS_USER", "address-taken"],
    ["something_nobody_has_seen", "NEEDS_ADMIN", "refused"],
  ] as const;

  test.each(REFUSALS)(
    "%j ends as %s, because of %s, and Retry works once the cause is gone",
    async (msg, state, reason) => {
      const person = await portal.register();
      portal.sandbox.setFault({
        kind: "refuse",
        msg: typeof msg === "string" ? msg : [...msg],
        path: "add/mailbox$",
      });
      await carryOutOperation(worker, person.operationId);
      portal.sandbox.setFault(null);
      expect(await portal.getMailbox(person.mailboxId)).toMatchObject({ state, reason });
      const operation = await portal.getOperation(person.operationId);
      expect(operation).toMatchObject({ state, reason, attempts: 1 });
      expect(operation.passwordHashSealed).not.toBeNull();
      await portal.context.database.prisma.operation.update({
        where: { id: operation.id },
        data: { state: "QUEUED" },
      });
      await carryOutOperation(worker, operation.id);
      expect(await portal.getMailbox(person.mailboxId)).toMatchObject({ state: "ACTIVE", reason: null });
    },
  );

  test("object_exists with no mailbox to see: something holds the name, and the person may choose another", async () => {
    const person = await portal.register();
    portal.sandbox.setFault({ kind: "refuse", msg: ["object_exists", person.address], path: "add/mailbox$" });
    await carryOutOperation(worker, person.operationId);
    portal.sandbox.setFault(null);
    expect(await portal.getMailbox(person.mailboxId)).toMatchObject({
      state: "NEEDS_USER",
      reason: "address-taken",
    });
  });
});

test("a torn mailbox hides whose it is: it is never taken for ready, and an admin is asked", async () => {
  const person = await portal.register();
  portal.sandbox.setFault({ kind: "down", path: "custom-attribute$" });
  await carryOutOperation(worker, person.operationId);
  portal.sandbox.setFault(null);
  await tear(person.address);
  const before = portal.sandbox.listMailboxes().mailboxes.length;
  await carryOutOperation(worker, person.operationId);
  expect(await portal.getMailbox(person.mailboxId)).toMatchObject({
    state: "NEEDS_ADMIN",
    reason: "mailbox-broken",
  });
  expect(portal.sandbox.listMailboxes().mailboxes).toHaveLength(before);
});

/** As a request that died half-way leaves it: without its row of used space. */
async function tear(address: string): Promise<void> {
  const answer = await fetch(`${portal.sandbox.apiUrl}/_sandbox/torn`, {
    method: "POST",
    headers: { "X-API-Key": portal.sandbox.apiKey, "Content-Type": "application/json" },
    body: JSON.stringify({ address, missing: "usage" }),
  });
  expect(answer.ok).toBe(true);
}
