import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/context/actor";
import { refreshMailbox } from "@/lib/mailboxes/refresh-mailbox";
import { requestRefresh } from "@/lib/mailboxes/request-refresh";
import { updateMailbox } from "@/lib/mailboxes/update-mailbox";
import { deleteMailbox, editMailbox, findMailbox } from "@/lib/mailcow/mailboxes";
import { openTestPortal, type RegisteredPerson, type TestPortal } from "@/tests/support/test-portal";

const ADMIN: Actor = { kind: "system", name: "test" };

let portal: TestPortal;
beforeAll(async () => {
  portal = await openTestPortal({ mail: "memory" });
  await portal.startWorker();
});
afterAll(() => portal.close());

async function registerActive(): Promise<RegisteredPerson> {
  const person = await portal.register();
  await portal.untilMailbox(person.mailboxId, "ACTIVE");
  return person;
}

async function findPresent({ address }: RegisteredPerson) {
  const found = await findMailbox(portal.context.mailcow, address);
  if (found.state !== "present") throw new Error(`the mailbox is ${found.state}`);
  return found.mailbox;
}

test("the owner renames the mailbox, an admin sets quota and state, and Mailcow has it all", async () => {
  const person = await registerActive();
  const { mailboxId } = person;
  const renamed = await updateMailbox(portal.context, person.actor, {
    mailboxId,
    displayName: "Ада Лавлейс",
  });
  if (!renamed.ok) throw new Error(renamed.failure.reason);
  await portal.untilOperation(renamed.value.operationId, "DONE");
  const changed = await updateMailbox(portal.context, ADMIN, { mailboxId, quotaMiB: 2_048, active: false });
  if (!changed.ok) throw new Error(changed.failure.reason);
  await portal.untilOperation(changed.value.operationId, "DONE");
  expect(await findPresent(person)).toMatchObject({
    displayName: "Ада Лавлейс",
    quotaMiB: 2_048,
    active: "disabled",
  });
  expect(await portal.getMailbox(mailboxId)).toMatchObject({
    state: "DISABLED",
    quotaMiB: 2_048,
    displayName: "Ада Лавлейс",
  });
});

test("a person may not touch quota or state, nor anybody else's mailbox", async () => {
  const owner = await registerActive();
  const other = await registerActive();
  const { mailboxId } = owner;
  const reasons = await Promise.all([
    updateMailbox(portal.context, owner.actor, { mailboxId, quotaMiB: 9_000 }),
    updateMailbox(portal.context, owner.actor, { mailboxId, active: false }),
    updateMailbox(portal.context, other.actor, { mailboxId, displayName: "Mine now" }),
    updateMailbox(portal.context, owner.actor, { mailboxId, displayName: "" }),
  ]);
  expect(reasons.map((result) => (result.ok ? "ok" : result.failure.reason))).toEqual([
    "not-allowed",
    "not-allowed",
    "not-found",
    "nothing-to-change",
  ]);
});

test("a look reads what changed in Mailcow itself, and a mailbox gone from there is shown as disabled", async () => {
  const person = await registerActive();
  await editMailbox(portal.context.mailcow, person.address, { quotaMiB: 777 });
  await refreshMailbox(portal.context, person.mailboxId);
  expect(await portal.getMailbox(person.mailboxId)).toMatchObject({ quotaMiB: 777, state: "ACTIVE" });
  await deleteMailbox(portal.context.mailcow, person.address);
  await refreshMailbox(portal.context, person.mailboxId);
  expect(await portal.getMailbox(person.mailboxId)).toMatchObject({
    state: "DISABLED",
    reason: "mailbox-gone",
  });
});

test("a thousand visitors of one stale page cause one call", async () => {
  const person = await registerActive();
  await portal.context.database.prisma.mailbox.update({
    where: { id: person.mailboxId },
    data: { seenAt: new Date(Date.now() - 120_000) },
  });
  portal.sandbox.resetCalls();
  const visitors = Array.from({ length: 1_000 }, () => requestRefresh(portal.context, person.mailboxId));
  await Promise.all(visitors);
  await expect
    .poll(async () => (await portal.getMailbox(person.mailboxId)).seenAt?.getTime(), { timeout: 10_000 })
    .toBeGreaterThan(Date.now() - 60_000);
  const looks = portal.sandbox
    .calls()
    .filter(({ path }) => decodeURIComponent(path).endsWith(`/get/mailbox/${person.address}`));
  expect(looks).toHaveLength(1);
});
