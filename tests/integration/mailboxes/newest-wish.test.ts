import { afterAll, beforeAll, expect, test } from "vitest";
import type { WorkerContext } from "@/lib/context/portal-context";
import { carryOutOperation } from "@/lib/mailboxes/carry-out-operation";
import { changeMailboxPassword } from "@/lib/mailboxes/change-mailbox-password";
import { deleteMailbox } from "@/lib/mailboxes/delete-mailbox";
import { startOperation } from "@/lib/mailboxes/start-operation";
import { updateMailbox } from "@/lib/mailboxes/update-mailbox";
import { acceptEveryLogin } from "@/tests/support/accept-every-login";
import { openTestPortal, type RegisteredPerson, type TestPortal } from "@/tests/support/test-portal";

const ADMIN = { kind: "system", name: "test" } as const;

let portal: TestPortal;
let worker: WorkerContext;
beforeAll(async () => {
  portal = await openTestPortal({
    client: { deadlinesMs: { read: 400, write: 400 }, breaker: { failures: 100 } },
  });
  worker = acceptEveryLogin(portal.context);
});
afterAll(() => portal.close());

async function registerActive(): Promise<RegisteredPerson> {
  const person = await portal.register();
  await carryOutOperation(worker, person.operationId);
  expect(await portal.getMailbox(person.mailboxId)).toMatchObject({ state: "ACTIVE" });
  return person;
}

async function changePassword(person: RegisteredPerson, newPassword: string): Promise<string> {
  const { mailboxId } = person;
  const changed = await changeMailboxPassword(worker, person.actor, { mailboxId, newPassword });
  if (!changed.ok) throw new Error(changed.failure.reason);
  return changed.value.operationId;
}

async function update(person: RegisteredPerson, change: { quotaMiB?: number; displayName?: string }) {
  const updated = await updateMailbox(worker, ADMIN, { mailboxId: person.mailboxId, ...change });
  if (!updated.ok) throw new Error(updated.failure.reason);
  return updated.value.operationId;
}

/** The operation is at work and hears nothing from Mailcow while `meanwhile` happens; then it ends, by a timeout. */
async function during<Value>(operationId: string, meanwhile: () => Promise<Value>): Promise<Value> {
  portal.sandbox.setFault({ kind: "hang", method: "GET", times: 1 });
  const calls = portal.sandbox.calls().length;
  const run = carryOutOperation(worker, operationId);
  await expect.poll(() => portal.sandbox.calls().length).toBeGreaterThan(calls);
  const value = await meanwhile();
  await run;
  portal.sandbox.setFault(null);
  return value;
}

const inMailcow = ({ address }: RegisteredPerson) =>
  portal.sandbox.listMailboxes().mailboxes.find((mailbox) => mailbox.address === address);

test("of two password changes the newer stands, also when the older was at work and comes back later", async () => {
  const person = await registerActive();
  const older = await changePassword(person, "older violet harbour trams");
  const newer = await during(older, () => changePassword(person, "newer violet harbour trams"));
  await carryOutOperation(worker, newer);
  const hash = inMailcow(person)?.hash;
  await carryOutOperation(worker, older);
  expect(await portal.getOperation(older)).toMatchObject({ state: "CANCELLED", passwordHashSealed: null });
  expect(await portal.getOperation(newer)).toMatchObject({ state: "DONE", passwordHashSealed: null });
  expect(inMailcow(person)?.hash).toBe(hash);
});

test("of two updates the newer wins where both speak, and the older's other wishes are kept", async () => {
  const person = await registerActive();
  const older = await update(person, { quotaMiB: 2_000, displayName: "Ada" });
  const newer = await during(older, () => update(person, { quotaMiB: 3_000 }));
  await carryOutOperation(worker, newer);
  await carryOutOperation(worker, older);
  expect(await portal.getOperation(older)).toMatchObject({ state: "CANCELLED" });
  expect(await portal.getMailbox(person.mailboxId)).toMatchObject({ quotaMiB: 3_000, displayName: "Ada" });
});

test("a deletion stands although an update was at work when it began", async () => {
  const person = await registerActive();
  const updating = await update(person, { quotaMiB: 2_000 });
  await during(updating, () =>
    deleteMailbox(worker, person.actor, { mailboxId: person.mailboxId, confirmAddress: person.address }),
  );
  await carryOutOperation(worker, updating);
  expect(await portal.getMailbox(person.mailboxId)).toMatchObject({ state: "DELETING" });
});

test("a wish that slips in beside a deletion is void", async () => {
  const person = await registerActive();
  await deleteMailbox(worker, person.actor, { mailboxId: person.mailboxId, confirmAddress: person.address });
  const late = await worker.database.prisma.$transaction((transaction) =>
    startOperation(transaction, worker, {
      kind: "UPDATE_MAILBOX",
      mailboxId: person.mailboxId,
      accountId: null,
      change: { active: true },
    }),
  );
  await carryOutOperation(worker, late);
  expect(await portal.getOperation(late)).toMatchObject({ state: "CANCELLED" });
  expect(await portal.getMailbox(person.mailboxId)).toMatchObject({ state: "DELETING" });
});

test("a deletion that meets a creation at work removes the mailbox that creation made, and no orphan remains", async () => {
  const person = await portal.register();
  portal.sandbox.setFault({ kind: "lost-response", path: "add/mailbox$", times: 1 });
  const unfinished = { ...worker, mailcow: failAfterAdding(worker) };
  await carryOutOperation(unfinished, person.operationId);
  expect(inMailcow(person)).toBeDefined();
  portal.sandbox.setFault(null);
  expect((await portal.getMailbox(person.mailboxId)).madeAt).toBeNull();
  const deletion = await deleteMailbox(worker, ADMIN, {
    mailboxId: person.mailboxId,
    confirmAddress: person.address,
    graceHours: 0,
  });
  if (!deletion.ok) throw new Error(deletion.failure.reason);
  await carryOutOperation(worker, deletion.value.operationId);
  expect(await portal.getMailbox(person.mailboxId)).toMatchObject({ state: "DELETED", address: null });
  expect(inMailcow(person)).toBeUndefined();
});

/** Mailcow goes away in the moment the mailbox was made. */
function failAfterAdding({ mailcow }: WorkerContext): WorkerContext["mailcow"] {
  return {
    ...mailcow,
    post: async (endpoint, body, deadline) => {
      const answer = mailcow.post(endpoint, body, deadline);
      if (endpoint === "add/mailbox") await answer.finally(() => portal.sandbox.setFault({ kind: "down" }));
      return answer;
    },
  };
}
