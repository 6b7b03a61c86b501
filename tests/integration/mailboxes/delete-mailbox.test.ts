import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/context/actor";
import { cancelDeletion } from "@/lib/mailboxes/cancel-deletion";
import { deleteMailbox } from "@/lib/mailboxes/delete-mailbox";
import { deleteMailbox as deleteInMailcow } from "@/lib/mailcow/mailboxes";
import { makeByHand } from "@/tests/support/make-by-hand";
import {
  openTestPortal,
  type RegisteredPerson,
  TEST_PASSWORD,
  type TestPortal,
} from "@/tests/support/test-portal";

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

async function beginDeletion(person: RegisteredPerson, graceHours?: number): Promise<string> {
  const { mailboxId, address: confirmAddress } = person;
  const begun = await deleteMailbox(portal.context, graceHours === undefined ? person.actor : ADMIN, {
    mailboxId,
    confirmAddress,
    ...(graceHours === undefined ? {} : { graceHours }),
  });
  if (!begun.ok) throw new Error(begun.failure.reason);
  return begun.value.operationId;
}

const inMailcow = ({ address }: RegisteredPerson) =>
  portal.sandbox.listMailboxes().mailboxes.find((mailbox) => mailbox.address === address);
const imap = async (address: string) => (await portal.context.mailLogins.prove(address, TEST_PASSWORD)).state;

test("without grace the mailbox goes, the row says so, and the address is refused for ever", async () => {
  const person = await registerActive();
  await portal.untilOperation(await beginDeletion(person, 0), "DONE");
  expect(inMailcow(person)).toBeUndefined();
  expect(await portal.getMailbox(person.mailboxId)).toMatchObject({
    state: "DELETED",
    address: null,
    appPasswordSealed: null,
  });
  await expect(portal.register(person.address.split("@")[0])).rejects.toThrow("address-taken");
});

test("within the grace time logins are cut and mail is kept; undoing brings the logins back as they were", async () => {
  const person = await registerActive();
  const operationId = await beginDeletion(person);
  const waiting = await portal.untilOperation(operationId, "WAITING");
  expect(waiting.reason).toBe("grace-time");
  expect(await imap(person.address)).toBe("refused");
  expect(inMailcow(person)).toBeDefined();
  const undone = await cancelDeletion(portal.context, person.actor, { mailboxId: person.mailboxId });
  if (!undone.ok) throw new Error(undone.failure.reason);
  await portal.untilOperation(undone.value.operationId, "DONE");
  expect(await imap(person.address)).toBe("accepted");
  const mailbox = await portal.getMailbox(person.mailboxId);
  expect(mailbox).toMatchObject({ state: "ACTIVE", protocols: ["imap", "smtp", "pop3", "sieve"] });
  const own = portal.context.keyring.open(
    mailbox.appPasswordSealed ?? "",
    `mailbox:app_password_sealed:${mailbox.id}`,
  );
  expect(await portal.context.mailLogins.prove(person.address, own)).toEqual({ state: "accepted" });
});

test("what is done cannot be undone", async () => {
  const person = await registerActive();
  await portal.untilOperation(await beginDeletion(person, 0), "DONE");
  const late = await cancelDeletion(portal.context, person.actor, { mailboxId: person.mailboxId });
  expect(late).toEqual({ ok: false, failure: { reason: "not-found" } });
});

test("a mailbox deleted and made again by hand is somebody else's: it is reported and left alone", async () => {
  const person = await registerActive();
  await deleteInMailcow(portal.context.mailcow, person.address);
  await makeByHand(portal.context.mailcow, person.address);
  const before = inMailcow(person);
  const refused = await portal.untilOperation(await beginDeletion(person, 0), "NEEDS_ADMIN");
  expect(refused.reason).toBe("not-ours");
  expect(inMailcow(person)).toEqual(before);
});

test("an unclear answer to the deletion is settled by looking: gone is gone", async () => {
  const person = await registerActive();
  portal.sandbox.setFault({ kind: "lost-response", path: "delete/mailbox$", times: 1 });
  await portal.untilOperation(await beginDeletion(person, 0), "DONE");
  expect(inMailcow(person)).toBeUndefined();
  const event = await portal.context.database.prisma.auditEvent.findFirstOrThrow({
    where: { action: "mailbox.deleted", subjectId: person.mailboxId },
  });
  expect(event.detail).toEqual({ mailDataMayRemain: true });
});

test("a slip of the hand deletes nothing, and only an admin shortens the grace time", async () => {
  const person = await registerActive();
  const { mailboxId, address } = person;
  const slip = await deleteMailbox(portal.context, person.actor, {
    mailboxId,
    confirmAddress: `x${address}`,
  });
  expect(slip).toEqual({ ok: false, failure: { reason: "confirmation-differs" } });
  const hurry = await deleteMailbox(portal.context, person.actor, {
    mailboxId,
    confirmAddress: address,
    graceHours: 0,
  });
  expect(hurry).toEqual({ ok: false, failure: { reason: "not-allowed" } });
  expect(await portal.getMailbox(mailboxId)).toMatchObject({ state: "ACTIVE" });
});

test("of ten people who press delete at once one begins it", async () => {
  const person = await registerActive();
  const { mailboxId, address: confirmAddress } = person;
  const pressed = await Promise.all(
    Array.from({ length: 10 }, () =>
      deleteMailbox(portal.context, person.actor, { mailboxId, confirmAddress }),
    ),
  );
  expect(pressed.filter(({ ok }) => ok)).toHaveLength(1);
});

test("undoing and the end of the grace time cannot both win", async () => {
  for (let round = 0; round < 5; round += 1) {
    const person = await registerActive();
    const operationId = await beginDeletion(person, 0);
    const undone = await cancelDeletion(portal.context, person.actor, { mailboxId: person.mailboxId });
    await portal.untilOperation(operationId, undone.ok ? "CANCELLED" : "DONE");
    expect(inMailcow(person) !== undefined).toBe(undone.ok);
  }
});
