import { afterAll, beforeAll, expect, test } from "vitest";
import { createAccount } from "@/lib/accounts/create-account";
import { requestMailbox } from "@/lib/mailboxes/request-mailbox";
import { makeByHand } from "@/tests/support/make-by-hand";
import {
  newName,
  openTestPortal,
  personActor,
  TEST_PASSWORD,
  type TestPortal,
} from "@/tests/support/test-portal";

let portal: TestPortal;
beforeAll(async () => {
  portal = await openTestPortal({ mail: "memory" });
  await portal.startWorker();
});
afterAll(() => portal.close());

const inMailcow = (address: string) =>
  portal.sandbox.listMailboxes().mailboxes.find((mailbox) => mailbox.address === address);

test("somebody else's mailbox at the address stays as it is, and the person is asked to choose", async () => {
  const name = newName();
  await makeByHand(portal.context.mailcow, `${name}@${portal.sandbox.domain}`);
  const before = inMailcow(`${name}@pasture.test`);
  const person = await portal.register(name);
  const mailbox = await portal.untilMailbox(person.mailboxId, "NEEDS_USER");
  expect(mailbox).toMatchObject({ reason: "address-taken", madeAt: null });
  expect(inMailcow(person.address)).toEqual(before);
});

test("another name gives the person a mailbox, and the account signs in with it from then on", async () => {
  const name = newName();
  await makeByHand(portal.context.mailcow, `${name}@${portal.sandbox.domain}`);
  const person = await portal.register(name);
  await portal.untilMailbox(person.mailboxId, "NEEDS_USER");
  const again = await requestMailbox(portal.context, person.actor, { password: TEST_PASSWORD });
  expect(again).toEqual({ ok: false, failure: { reason: "address-taken" } });
  const localPart = newName();
  const asked = await requestMailbox(portal.context, person.actor, { password: TEST_PASSWORD, localPart });
  if (!asked.ok) throw new Error(asked.failure.reason);
  const mailbox = await portal.untilMailbox(asked.value.mailboxId, "ACTIVE");
  expect(mailbox).toMatchObject({ id: person.mailboxId, address: `${localPart}@pasture.test`, reason: null });
  expect(await portal.context.mailLogins.prove(`${localPart}@pasture.test`, TEST_PASSWORD)).toEqual({
    state: "accepted",
  });
  const account = await portal.context.database.prisma.account.findUniqueOrThrow({
    where: { id: person.actor.accountId },
  });
  expect(account.address).toBe(`${localPart}@pasture.test`);
  expect(await portal.getOperation(person.operationId)).toMatchObject({
    state: "CANCELLED",
    passwordHashSealed: null,
  });
  const anew = await requestMailbox(portal.context, person.actor, { password: TEST_PASSWORD });
  expect(anew).toEqual({ ok: false, failure: { reason: "mailbox-exists" } });
});

test("an address once given up is never given to a second person", async () => {
  const name = newName();
  await makeByHand(portal.context.mailcow, `${name}@${portal.sandbox.domain}`);
  const person = await portal.register(name);
  await portal.untilMailbox(person.mailboxId, "NEEDS_USER");
  await requestMailbox(portal.context, person.actor, { password: TEST_PASSWORD, localPart: newName() });
  await expect(portal.register(name)).rejects.toThrow("address-taken");
});

test("an account made without a mailbox can ask for one at its own address later", async () => {
  const address = `${newName()}@pasture.test`;
  const created = await createAccount(
    portal.context,
    { kind: "system", name: "test" },
    { address, password: TEST_PASSWORD, role: "PERSON", withMailbox: false },
  );
  if (!created.ok) throw new Error(created.failure.reason);
  const actor = personActor(created.value.accountId, address);
  const asked = await requestMailbox(portal.context, actor, { password: TEST_PASSWORD });
  if (!asked.ok) throw new Error(asked.failure.reason);
  expect(await portal.untilMailbox(asked.value.mailboxId, "ACTIVE")).toMatchObject({ address });
});
