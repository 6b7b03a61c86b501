import { afterAll, beforeAll, expect, test } from "vitest";
import type { WorkerContext } from "@/lib/context/portal-context";
import { carryOutOperation } from "@/lib/mailboxes/carry-out-operation";
import { changeMailboxPassword } from "@/lib/mailboxes/change-mailbox-password";
import { listAppPasswords } from "@/lib/mailcow/app-passwords";
import { acceptEveryLogin } from "@/tests/support/accept-every-login";
import { openTestPortal, type RegisteredPerson, type TestPortal } from "@/tests/support/test-portal";
import { type CrashWorkers, openCrashWorkers } from "./support/crash-worker";

const MOST_STEPS = 100;

let portal: TestPortal;
let workers: CrashWorkers;
let worker: WorkerContext;
beforeAll(async () => {
  portal = await openTestPortal({ mail: "memory" });
  worker = acceptEveryLogin(portal.context);
  workers = await openCrashWorkers(portal.environment);
});
afterAll(async () => {
  await workers.close();
  await portal.close();
});

/** What a late worker could spoil: both rows, and the mailbox in Mailcow. */
async function photograph(person: RegisteredPerson, operationId: string) {
  return {
    mailbox: await portal.getMailbox(person.mailboxId),
    operation: await portal.getOperation(operationId),
    inMailcow: portal.sandbox.listMailboxes().mailboxes.find(({ address }) => address === person.address),
  };
}

type Photograph = Awaited<ReturnType<typeof photograph>>;

/** The one picture with the other's epoch, which must then be the newer one. */
function withEpochOf(after: Photograph, before: Photograph): Photograph {
  const [older, newer] = [epochIn(after), epochIn(before)];
  expect(Number.parseInt(older, 10)).toBeLessThan(Number.parseInt(newer, 10));
  if (!after.inMailcow) return after;
  const customAttributes = { ...after.inMailcow.customAttributes, pasture_epoch: newer };
  return { ...after, inMailcow: { ...after.inMailcow, customAttributes } };
}

function epochIn({ inMailcow }: Photograph): string {
  return String(new Map(Object.entries(inMailcow?.customAttributes ?? {})).get("pasture_epoch"));
}

test("two workers on one operation at once, fifty times: one mailbox each, ready", async () => {
  const other = acceptEveryLogin(portal.connect());
  for (let round = 0; round < 50; round += 1) {
    const person = await portal.register();
    await Promise.all([worker, other].map((each) => carryOutOperation(each, person.operationId)));
    await carryOutOperation(worker, person.operationId);
    expect(await portal.getMailbox(person.mailboxId)).toMatchObject({ state: "ACTIVE" });
    expect(await portal.getOperation(person.operationId)).toMatchObject({
      state: "DONE",
      passwordHashSealed: null,
    });
    expect(portal.sandbox.listMailboxes().creations[person.address]).toBe(1);
  }
});

test("a worker stopped before any of its calls that wakes after another finished changes nothing", async () => {
  for (let strikeAt = 1; strikeAt < MOST_STEPS; strikeAt += 1) {
    const person = await portal.register();
    const { operationId } = person;
    const sleeper = await workers.strike({ operationId, strikeAt, signal: "SIGSTOP", only: "network" });
    await carryOutOperation(worker, operationId);
    const before = await photograph(person, operationId);
    expect(before.mailbox, `stopped ${sleeper.where}`).toMatchObject({ state: "ACTIVE" });
    await sleeper.wake();
    const after = await photograph(person, operationId);
    // The call that was about to leave cannot be held back: the same stamp comes again, with the epoch it was made in.
    const isStampOnTheWire = sleeper.where === "before edit/mailbox/custom-attribute";
    const seen = isStampOnTheWire ? withEpochOf(after, before) : after;
    expect(seen, `stopped ${sleeper.where}`).toEqual(before);
    expect(portal.sandbox.listMailboxes().creations[person.address]).toBe(1);
    const appPasswords = await listAppPasswords(portal.context.mailcow, person.address);
    // The call that was about to leave cannot be held back; what it adds opens with the same secret.
    const isOnTheWire = sleeper.where === "before add/app-passwd";
    expect(appPasswords.length, `stopped ${sleeper.where}`).toBe(isOnTheWire ? 2 : 1);
    expect(new Set(appPasswords.map(({ name }) => name)).size).toBe(1);
    if (sleeper.where === null) {
      expect(strikeAt).toBeGreaterThan(8);
      return;
    }
  }
  throw new Error(`no end after ${MOST_STEPS} steps`);
});

test("a worker that sleeps inside a transaction holds its operation for seconds, not for ever", async () => {
  const person = await portal.register();
  const { operationId } = person;
  const sleeper = await stopInsideTransaction(operationId);
  await carryOutOperation(worker, operationId);
  expect(await portal.getMailbox(person.mailboxId)).toMatchObject({ state: "ACTIVE" });
  await sleeper.wake();
  expect(await portal.getOperation(operationId)).toMatchObject({ state: "DONE" });
});

/** Before its sixth query the worker has begun the first step of its work and locked the operation's row. */
async function stopInsideTransaction(operationId: string) {
  const sleeper = await workers.strike({ operationId, strikeAt: 6, signal: "SIGSTOP", only: "everything" });
  const { rows } = await portal.context.database.pool.query<{ state: string }>(
    "select state from pg_stat_activity where application_name = 'pasture crash worker' and state like 'idle in%' and datname = current_database()",
  );
  expect(rows).toEqual([{ state: "idle in transaction" }]);
  return sleeper;
}

test("a password change that slept through its successor does not bring the old password back", async () => {
  const person = await portal.register();
  await carryOutOperation(worker, person.operationId);
  const older = await change(person, "older violet harbour trams");
  const sleeper = await workers.strike({
    operationId: older,
    strikeAt: 1,
    signal: "SIGSTOP",
    only: "network",
  });
  expect(sleeper.where).toBe("before get/mailbox");
  const newer = await change(person, "newer violet harbour trams");
  await carryOutOperation(worker, newer);
  const before = await photograph(person, newer);
  await sleeper.wake();
  expect(await photograph(person, newer)).toEqual(before);
  expect(await portal.getOperation(older)).toMatchObject({ state: "CANCELLED" });
});

async function change(person: RegisteredPerson, newPassword: string): Promise<string> {
  const input = { mailboxId: person.mailboxId, newPassword };
  const changed = await changeMailboxPassword(portal.context, person.actor, input);
  if (!changed.ok) throw new Error(changed.failure.reason);
  return changed.value.operationId;
}
