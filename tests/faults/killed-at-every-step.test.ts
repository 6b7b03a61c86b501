import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/context/actor";
import { carryOutOperation } from "@/lib/mailboxes/carry-out-operation";
import { changeMailboxPassword } from "@/lib/mailboxes/change-mailbox-password";
import { deleteMailbox } from "@/lib/mailboxes/delete-mailbox";
import { readStamp } from "@/lib/mailboxes/ownership";
import { updateMailbox } from "@/lib/mailboxes/update-mailbox";
import { listAppPasswords } from "@/lib/mailcow/app-passwords";
import { findMailbox } from "@/lib/mailcow/mailboxes";
import { dumpDatabase } from "@/tests/support/dump-database";
import {
  openTestPortal,
  type RegisteredPerson,
  TEST_PASSWORD,
  type TestPortal,
} from "@/tests/support/test-portal";
import { type CrashWorkers, openCrashWorkers } from "./support/crash-worker";

const NEW_PASSWORD = "seventy copper lantern birds";
const ADMIN: Actor = { kind: "system", name: "test" };
/** Far above what any operation takes: a loop that never ends is a failure. */
const MOST_STEPS = 400;

let portal: TestPortal;
let workers: CrashWorkers;
beforeAll(async () => {
  portal = await openTestPortal({ mail: "auto" });
  workers = await openCrashWorkers(portal.environment);
});
afterAll(async () => {
  await workers.close();
  await portal.close();
});

/** Kills a worker at every step of fresh operations, one after the other; `check` sees what a second worker made of it. */
async function killAtEveryStep(
  begin: () => Promise<{ readonly operationId: string; readonly person: RegisteredPerson }>,
  check: (person: RegisteredPerson, where: string) => Promise<void>,
): Promise<number> {
  for (let strikeAt = 1; strikeAt < MOST_STEPS; strikeAt += 1) {
    const { operationId, person } = await begin();
    const { where } = await workers.strike({ operationId, strikeAt, signal: "SIGKILL", only: "everything" });
    await carryOutOperation(portal.context, operationId);
    const operation = await portal.getOperation(operationId);
    expect(operation, `killed ${where} (${strikeAt})`).toMatchObject({
      state: "DONE",
      passwordHashSealed: null,
    });
    await check(person, `killed ${where} (${strikeAt})`);
    if (where === null) return strikeAt - 1;
  }
  throw new Error(`no end after ${MOST_STEPS} steps`);
}

async function registerActive(): Promise<RegisteredPerson> {
  const person = await portal.register();
  await carryOutOperation(portal.context, person.operationId);
  return person;
}

/** R1 and R2: there is one mailbox, it is ours, it is ready, and the portal can open it. */
async function expectOneReadyMailbox(person: RegisteredPerson, where: string): Promise<void> {
  const row = await portal.getMailbox(person.mailboxId);
  expect(row, where).toMatchObject({ state: "ACTIVE", reason: null });
  expect([row.madeAt, row.loginProvenAt, row.appPasswordReadyAt].includes(null), where).toBe(false);
  const { creations } = portal.sandbox.listMailboxes();
  expect(creations[person.address], where).toBe(1);
  const found = await findMailbox(portal.context.mailcow, person.address);
  if (found.state !== "present") throw new Error(`${where}: the mailbox is ${found.state}`);
  expect(await readStamp(portal.context, found.mailbox), where).toBe(person.operationId);
  expect(await listAppPasswords(portal.context.mailcow, person.address), where).toHaveLength(1);
}

const imap = async (address: string, password: string) =>
  (await portal.context.mailLogins.prove(address, password)).state;

test("provisioning, killed at every step: one mailbox, ours, ready, and it opens with the typed password", async () => {
  const points = await killAtEveryStep(
    async () => {
      const person = await portal.register();
      return { person, operationId: person.operationId };
    },
    async (person, where) => {
      await expectOneReadyMailbox(person, where);
      expect(await imap(person.address, TEST_PASSWORD), where).toBe("accepted");
    },
  );
  expect(points).toBeGreaterThan(35);
});

test("a password change, killed at every step: the new password opens the mailbox", async () => {
  const points = await killAtEveryStep(
    async () => {
      const person = await registerActive();
      const input = { mailboxId: person.mailboxId, newPassword: NEW_PASSWORD };
      const changed = await changeMailboxPassword(portal.context, person.actor, input);
      if (!changed.ok) throw new Error(changed.failure.reason);
      return { person, operationId: changed.value.operationId };
    },
    async (person, where) => {
      await expectOneReadyMailbox(person, where);
      expect(await imap(person.address, NEW_PASSWORD), where).toBe("accepted");
    },
  );
  expect(points).toBeGreaterThan(8);
});

test("an update, killed at every step: row and mailbox agree on what was wished", async () => {
  const points = await killAtEveryStep(
    async () => {
      const person = await registerActive();
      const change = { mailboxId: person.mailboxId, quotaMiB: 2_048, displayName: "Ada" };
      const updated = await updateMailbox(portal.context, ADMIN, change);
      if (!updated.ok) throw new Error(updated.failure.reason);
      return { person, operationId: updated.value.operationId };
    },
    async (person, where) => {
      await expectOneReadyMailbox(person, where);
      const found = await findMailbox(portal.context.mailcow, person.address);
      const wished = { quotaMiB: 2_048, displayName: "Ada" };
      expect(found, where).toMatchObject({ mailbox: wished });
      expect(await portal.getMailbox(person.mailboxId), where).toMatchObject(wished);
    },
  );
  expect(points).toBeGreaterThan(8);
});

test("a deletion, killed at every step: the mailbox is gone, its address retired, nothing else touched", async () => {
  const neighbour = await registerActive();
  const points = await killAtEveryStep(
    async () => {
      const person = await registerActive();
      const begun = await deleteMailbox(portal.context, ADMIN, {
        mailboxId: person.mailboxId,
        confirmAddress: person.address,
        graceHours: 0,
      });
      if (!begun.ok) throw new Error(begun.failure.reason);
      return { person, operationId: begun.value.operationId };
    },
    async (person, where) => {
      expect(await portal.getMailbox(person.mailboxId), where).toMatchObject({
        state: "DELETED",
        address: null,
      });
      expect(await findMailbox(portal.context.mailcow, person.address), where).toEqual({ state: "absent" });
    },
  );
  expect(points).toBeGreaterThan(15);
  await expectOneReadyMailbox(neighbour, "the neighbour");
});

test("after all these deaths no typed password lies in any table, and no finished operation keeps a hash", async () => {
  const dump = await dumpDatabase(portal.context.database.pool);
  expect(dump).toContain("PROVISION_MAILBOX");
  expect(dump).not.toContain(TEST_PASSWORD);
  expect(dump).not.toContain(NEW_PASSWORD);
  const kept = await portal.context.database.prisma.operation.count({
    where: { state: { in: ["DONE", "CANCELLED"] }, passwordHashSealed: { not: null } },
  });
  expect(kept).toBe(0);
});
