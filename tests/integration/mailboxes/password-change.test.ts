import { afterAll, beforeAll, expect, test } from "vitest";
import { changeAccountPassword } from "@/lib/accounts/change-account-password";
import { resetAccountPassword } from "@/lib/accounts/reset-account-password";
import type { AccountActor } from "@/lib/context/actor";
import { changeMailboxPassword } from "@/lib/mailboxes/change-mailbox-password";
import { proveMailboxLogin } from "@/lib/mailboxes/prove-mailbox-login";
import { resolveSession } from "@/lib/sessions/resolve-session";
import { signIn } from "@/lib/sessions/sign-in";
import {
  openTestPortal,
  type RegisteredPerson,
  TEST_PASSWORD,
  type TestPortal,
  VISITOR,
} from "@/tests/support/test-portal";

const NEW_PASSWORD = "seventy copper lantern birds";

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

async function signInAs(address: string, password: string): Promise<{ sid: string; actor: AccountActor }> {
  const signedIn = await signIn(portal.context, VISITOR, { address, password });
  if (!signedIn.ok) throw new Error(signedIn.failure.reason);
  const actor = await resolveSession(portal.context, signedIn.value.sid, VISITOR.networkAddress);
  if (!actor) throw new Error("the new session is not valid");
  return { sid: signedIn.value.sid, actor };
}

const canSignIn = async (address: string, password: string) =>
  (await signIn(portal.context, VISITOR, { address, password })).ok;
const imap = async (address: string, password: string) =>
  (await portal.context.mailLogins.prove(address, password)).state;

test("a new mailbox password opens IMAP and leaves the account's own password alone", async () => {
  const person = await registerActive();
  const { mailboxId, actor, address } = person;
  const changed = await changeMailboxPassword(portal.context, actor, {
    mailboxId,
    newPassword: NEW_PASSWORD,
  });
  if (!changed.ok) throw new Error(changed.failure.reason);
  await portal.untilOperation(changed.value.operationId, "DONE");
  expect(await proveMailboxLogin(portal.context, actor, { mailboxId, password: NEW_PASSWORD })).toEqual({
    ok: true,
    value: "proven",
  });
  expect(await imap(address, TEST_PASSWORD)).toBe("refused");
  expect(await canSignIn(address, TEST_PASSWORD)).toBe(true);
  expect(await canSignIn(address, NEW_PASSWORD)).toBe(false);
});

test("the portal's own app password outlives the person's password change", async () => {
  const person = await registerActive();
  const { mailboxId, actor } = person;
  const changed = await changeMailboxPassword(portal.context, actor, {
    mailboxId,
    newPassword: NEW_PASSWORD,
  });
  if (!changed.ok) throw new Error(changed.failure.reason);
  await portal.untilOperation(changed.value.operationId, "DONE");
  const { appPasswordSealed } = await portal.getMailbox(mailboxId);
  const own = portal.context.keyring.open(
    appPasswordSealed ?? "",
    `mailbox:app_password_sealed:${mailboxId}`,
  );
  expect(await imap(person.address, own)).toBe("accepted");
});

test("the account's password alone: the mailbox keeps its own, other sessions end, this one goes on", async () => {
  const person = await registerActive();
  const here = await signInAs(person.address, TEST_PASSWORD);
  const elsewhere = await signInAs(person.address, TEST_PASSWORD);
  const changed = await changeAccountPassword(portal.context, here.actor, {
    currentPassword: TEST_PASSWORD,
    newPassword: NEW_PASSWORD,
    alsoMailbox: false,
  });
  expect(changed).toEqual({ ok: true, value: { operationId: null } });
  expect(await resolveSession(portal.context, here.sid, VISITOR.networkAddress)).not.toBeNull();
  expect(await resolveSession(portal.context, elsewhere.sid, VISITOR.networkAddress)).toBeNull();
  expect(await canSignIn(person.address, NEW_PASSWORD)).toBe(true);
  expect(await canSignIn(person.address, TEST_PASSWORD)).toBe(false);
  expect(await imap(person.address, TEST_PASSWORD)).toBe("accepted");
});

test("both at once: one password opens the portal and the mailbox", async () => {
  const person = await registerActive();
  const here = await signInAs(person.address, TEST_PASSWORD);
  const changed = await changeAccountPassword(portal.context, here.actor, {
    currentPassword: TEST_PASSWORD,
    newPassword: NEW_PASSWORD,
    alsoMailbox: true,
  });
  if (!changed.ok) throw new Error(changed.failure.reason);
  await portal.untilOperation(changed.value.operationId ?? "", "DONE");
  expect(await canSignIn(person.address, NEW_PASSWORD)).toBe(true);
  expect(await imap(person.address, NEW_PASSWORD)).toBe("accepted");
  expect(await imap(person.address, TEST_PASSWORD)).toBe("refused");
});

test("a wrong current password changes nothing", async () => {
  const person = await registerActive();
  const here = await signInAs(person.address, TEST_PASSWORD);
  const refused = await changeAccountPassword(portal.context, here.actor, {
    currentPassword: "not the password at all",
    newPassword: NEW_PASSWORD,
    alsoMailbox: true,
  });
  expect(refused).toEqual({ ok: false, failure: { reason: "wrong-password" } });
  expect(await canSignIn(person.address, TEST_PASSWORD)).toBe(true);
});

test("an admin's reset ends every session and can give the mailbox the same password", async () => {
  const person = await registerActive();
  const session = await signInAs(person.address, TEST_PASSWORD);
  const reset = await resetAccountPassword(
    portal.context,
    { kind: "system", name: "test" },
    { address: person.address, password: NEW_PASSWORD, alsoMailbox: true },
  );
  if (!reset.ok) throw new Error(reset.failure.reason);
  await portal.untilOperation(reset.value.operationId ?? "", "DONE");
  expect(await resolveSession(portal.context, session.sid, VISITOR.networkAddress)).toBeNull();
  expect(await imap(person.address, NEW_PASSWORD)).toBe("accepted");
});

test("a weak password is refused with every reason, before anything is counted or stored", async () => {
  const person = await registerActive();
  const { mailboxId, actor } = person;
  const refused = await changeMailboxPassword(portal.context, actor, { mailboxId, newPassword: "short" });
  expect(refused).toMatchObject({ ok: false, failure: { reason: "weak-password", problems: ["too-short"] } });
  expect(await portal.context.database.prisma.operation.count({ where: { mailboxId } })).toBe(1);
});

test("nobody changes the password of somebody else's mailbox, or learns that it exists", async () => {
  const owner = await registerActive();
  const other = await registerActive();
  const { mailboxId } = owner;
  const refused = await changeMailboxPassword(portal.context, other.actor, {
    mailboxId,
    newPassword: NEW_PASSWORD,
  });
  expect(refused).toEqual({ ok: false, failure: { reason: "not-found" } });
});
