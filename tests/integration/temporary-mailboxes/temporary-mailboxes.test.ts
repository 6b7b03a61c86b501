import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { AccountActor, Actor, VisitorActor } from "@/lib/context/actor";
import { saveDomain } from "@/lib/domains/save-domain";
import type { SaveDomainInput } from "@/lib/domains/schema";
import { parseWholeAddress } from "@/lib/mailboxes/address";
import { isAddressClaimed } from "@/lib/mailboxes/claim-address";
import { deleteMailbox } from "@/lib/mailboxes/delete-mailbox";
import { getMailPage } from "@/lib/mailboxes/queries";
import { addDomain, findDomain } from "@/lib/mailcow/domains";
import { createPasswordHasher } from "@/lib/secrets/password-hasher";
import {
  type CreatedTemporaryMailbox,
  createTemporaryMailbox,
} from "@/lib/temporary-mailboxes/create-temporary-mailbox";
import { deleteTemporaryMailbox } from "@/lib/temporary-mailboxes/delete-temporary-mailbox";
import { extendTemporaryMailbox } from "@/lib/temporary-mailboxes/extend-temporary-mailbox";
import { newOwnerSecret } from "@/lib/temporary-mailboxes/owner-secret";
import {
  findTemporaryMailbox,
  listTemporaryMailboxes,
  revealPassword,
} from "@/lib/temporary-mailboxes/queries";
import type { CreateTemporaryMailboxInput } from "@/lib/temporary-mailboxes/schema";
import { undoTemporaryDeletion } from "@/lib/temporary-mailboxes/undo-deletion";
import { dumpDatabase } from "@/tests/support/dump-database";
import { openTestPortal, type TestPortal } from "@/tests/support/test-portal";

const ADMIN: Actor = { kind: "system", name: "test" };
const HOUR_MS = 3_600_000;

let portal: TestPortal;
beforeAll(async () => {
  portal = await openTestPortal({ mail: "memory" });
  await portal.startWorker();
});
afterAll(() => portal.close());

const reasonOf = (result: { ok: true } | { ok: false; failure: { reason: string } }) =>
  result.ok ? "ok" : result.failure.reason;
const make = (actor: Actor, input: CreateTemporaryMailboxInput = {}) =>
  createTemporaryMailbox(portal.context, actor, input);

async function made(actor: Actor, input: CreateTemporaryMailboxInput = {}): Promise<CreatedTemporaryMailbox> {
  const result = await make(actor, input);
  if (!result.ok) throw new Error(result.failure.reason);
  return result.value;
}

let count = 0;
async function newDomain(settings: Omit<SaveDomainInput, "name"> = {}): Promise<string> {
  count += 1;
  const name = `t${count}.example.org`;
  const { mailcow } = portal.context;
  // Before Mailcow has it: the worker adds what it finds there itself, closed to everybody.
  const saved = await saveDomain(portal.context, ADMIN, { name, ...settings });
  if (!saved.ok) throw new Error(saved.failure.reason);
  if (!(await findDomain(mailcow, name)))
    await addDomain(mailcow, { domain: name, maximumMailboxCount: 100 });
  return name;
}

const person = async (): Promise<AccountActor> => (await portal.register()).actor;

let network = 0;
/** Each from a network of its own. */
function visitor(): VisitorActor {
  network += 1;
  return { kind: "visitor", networkAddress: `203.0.${network}.9` };
}
const inMailcow = (address: string) =>
  portal.sandbox.listMailboxes().mailboxes.find((mailbox) => mailbox.address === address);

test("the mailbox is made in Mailcow with the temporary quota and accepts an IMAP login with the given password", async () => {
  const owner = await person();
  const created = await made(owner, { domain: portal.sandbox.domain });
  const row = await portal.untilMailbox(created.mailboxId, "ACTIVE");
  expect(row).toMatchObject({
    purpose: "TEMPORARY",
    backend: "MANAGED",
    quotaMiB: 50,
    accountId: owner.accountId,
  });
  expect(row.expiresAt).toEqual(created.expiresAt);
  const proof = await portal.context.mailLogins.prove(created.address, created.password ?? "");
  expect(proof.state).toBe("accepted");
  const lifetimeMs = created.expiresAt.getTime() - row.createdAt.getTime();
  expect(Math.abs(lifetimeMs - 24 * HOUR_MS)).toBeLessThan(60_000);
});

test("the password is sealed at rest, in no view, and given to its owner alone", async () => {
  const owner = await person();
  const { mailboxId, address, password } = await made(owner);
  if (password === null) throw new Error("a managed mailbox has a password");
  expect(await dumpDatabase(portal.context.database.pool)).not.toContain(password);
  const views = [
    await findTemporaryMailbox(portal.context, owner, { address }),
    await listTemporaryMailboxes(portal.context, owner),
  ];
  expect(JSON.stringify(views)).toContain(address);
  expect(JSON.stringify(views)).not.toContain(password);
  expect(await revealPassword(portal.context, owner, { mailboxId })).toEqual({
    ok: true,
    value: { password },
  });
  const admin: AccountActor = { ...(await person()), role: "ADMIN" };
  for (const stranger of [await person(), admin, visitor()]) {
    expect(reasonOf(await revealPassword(portal.context, stranger, { mailboxId }))).toBe("not-found");
  }
  expect(await findTemporaryMailbox(portal.context, admin, { mailboxId })).toMatchObject({ address });
});

test("a temporary mailbox is not taken for the account's own mailbox", async () => {
  const { actor, address, mailboxId } = await portal.register();
  const { address: temporary } = await made(actor);
  expect((await getMailPage(portal.context, actor)).mailbox).toMatchObject({ id: mailboxId, address });
  const listed = await listTemporaryMailboxes(portal.context, actor);
  expect(listed.map((view) => view.address)).toEqual([temporary]);
  await portal.context.database.prisma.mailbox.update({
    where: { id: mailboxId },
    data: { state: "DELETED" },
  });
  expect((await getMailPage(portal.context, actor)).mailbox).toBeNull();
});

describe("a token", () => {
  test("without the scope makes, extends and deletes nothing", async () => {
    const owner = await person();
    const { mailboxId, expiresAt } = await made(owner);
    const reader: AccountActor = { ...owner, scopes: ["mailbox:read"] };
    expect(reasonOf(await make(reader))).toBe("not-allowed");
    expect(reasonOf(await deleteTemporaryMailbox(portal.context, reader, { mailboxId }))).toBe("not-found");
    const extended = await extendTemporaryMailbox(portal.context, reader, {
      mailboxId,
      expectedExpiresAt: expiresAt,
    });
    expect(reasonOf(extended)).toBe("not-found");
    expect(await findTemporaryMailbox(portal.context, reader, { mailboxId })).not.toBeNull();
  });
});

describe("visitors", () => {
  test("get a mailbox only where the domain allows it", async () => {
    const closed = await newDomain();
    const ownerSecret = newOwnerSecret();
    expect(reasonOf(await make(visitor(), { ownerSecret }))).toBe("sign-in-needed");
    const open = await newDomain({ visitorsAllowed: true });
    expect(reasonOf(await make(visitor(), { ownerSecret, domain: closed }))).toBe("unknown-domain");
    expect((await made(visitor(), { ownerSecret })).address).toContain(`@${open}`);
  });

  test("need a secret, and only that secret opens the mailbox, also after signing in", async () => {
    const domain = await newDomain({ visitorsAllowed: true });
    const ownerSecret = newOwnerSecret();
    expect(reasonOf(await make(visitor(), { domain }))).toBe("owner-secret-needed");
    expect(reasonOf(await make(visitor(), { domain, ownerSecret: "guess" }))).toBe("owner-secret-needed");
    const { mailboxId, password, expiresAt } = await made(visitor(), { domain, ownerSecret });
    const { context } = portal;
    for (const wrong of [undefined, "", "guess", newOwnerSecret()]) {
      const selector = { mailboxId, ownerSecret: wrong };
      expect(await findTemporaryMailbox(context, visitor(), selector)).toBeNull();
      expect(await listTemporaryMailboxes(context, visitor(), { ownerSecret: wrong })).toEqual([]);
      expect(reasonOf(await revealPassword(context, visitor(), selector))).toBe("not-found");
      expect(reasonOf(await deleteTemporaryMailbox(context, visitor(), selector))).toBe("not-found");
      const extension = { ...selector, expectedExpiresAt: expiresAt };
      expect(reasonOf(await extendTemporaryMailbox(context, visitor(), extension))).toBe("not-found");
    }
    for (const right of [visitor(), await person()]) {
      expect(await revealPassword(context, right, { mailboxId, ownerSecret })).toMatchObject({
        value: { password },
      });
      expect(await listTemporaryMailboxes(context, right, { ownerSecret })).toHaveLength(1);
    }
    expect(await dumpDatabase(context.database.pool)).not.toContain(ownerSecret);
  });

  test("show a proof of work, and no network makes more than ten an hour", async () => {
    const domain = await newDomain({ visitorsAllowed: true });
    const ownerSecret = newOwnerSecret();
    const settings = { ...portal.context.settings, captcha: "when-busy" as const };
    const strict = { ...portal.context, settings };
    const from = visitor();
    const input = { domain, ownerSecret };
    expect(reasonOf(await createTemporaryMailbox(strict, from, input))).toBe("captcha-needed");
    const invented = await createTemporaryMailbox(strict, from, { ...input, captcha: "bm90aGluZw==" });
    expect(reasonOf(invented)).toBe("captcha-wrong");
    const reasons = [];
    for (let turn = 0; turn < 11; turn += 1) reasons.push(reasonOf(await make(from, input)));
    expect(reasons).toEqual([...Array.from({ length: 10 }, () => "ok"), "rate-limited"]);
  });

  test("choose no longer lifetime than the operator's", async () => {
    const domain = await newDomain({ visitorsAllowed: true });
    const input = { domain, ownerSecret: newOwnerSecret() };
    expect(await make(visitor(), { ...input, hours: 25 })).toMatchObject({
      failure: { reason: "expiry-too-far", longestHours: 24 },
    });
    const { mailboxId, expiresAt } = await made(visitor(), input);
    const further = { mailboxId, ownerSecret: input.ownerSecret, expectedExpiresAt: expiresAt, hours: 1 };
    expect(reasonOf(await extendTemporaryMailbox(portal.context, visitor(), further))).toBe("expiry-too-far");
  });
});

describe("caps hold when many come at once", () => {
  const roomy = () => ({ ...portal.context, passwordHasher: createPasswordHasher({ waitingLimit: 100 }) });
  const rush = async (actors: readonly Actor[], domain: string) =>
    Promise.all(actors.map((actor) => createTemporaryMailbox(roomy(), actor, { domain }).then(reasonOf)));

  test.each([
    ["capTotal", "domain-full"],
    ["capPerDay", "day-cap-reached"],
  ] as const)("%s 4 of ten people", async (cap, reason) => {
    const domain = await newDomain({ [cap]: 4 });
    const people = await Promise.all(Array.from({ length: 10 }, person));
    const reasons = await rush(people, domain);
    expect(reasons.filter((one) => one === "ok")).toHaveLength(4);
    expect(reasons.filter((one) => one === reason)).toHaveLength(6);
    expect(await portal.context.database.prisma.mailbox.count({ where: { domainName: domain } })).toBe(4);
  });

  test("capPerPerson 3 of one person, while another has room, and deleting one makes room", async () => {
    const domain = await newDomain({ capPerPerson: 3 });
    const owner = await person();
    const reasons = await rush(
      Array.from({ length: 8 }, () => owner),
      domain,
    );
    expect(reasons.filter((one) => one === "ok")).toHaveLength(3);
    expect(reasons.filter((one) => one === "person-cap-reached")).toHaveLength(5);
    expect(reasonOf(await make(await person(), { domain }))).toBe("ok");
    const [first] = await listTemporaryMailboxes(portal.context, owner);
    await deleteTemporaryMailbox(portal.context, owner, { mailboxId: first?.id ?? "" });
    expect(reasonOf(await make(owner, { domain }))).toBe("ok");
  });

  test("one browser counts as one person", async () => {
    const domain = await newDomain({ capPerPerson: 1, visitorsAllowed: true });
    const ownerSecret = newOwnerSecret();
    await made(visitor(), { domain, ownerSecret });
    expect(reasonOf(await make(visitor(), { domain, ownerSecret }))).toBe("person-cap-reached");
    expect(reasonOf(await make(visitor(), { domain, ownerSecret: newOwnerSecret() }))).toBe("ok");
  });
});

test("a premium domain is there only for accounts that may use it", async () => {
  await newDomain({ visitorsAllowed: true });
  const domain = await newDomain({ isPremium: true, visitorsAllowed: true });
  const owner = await person();
  expect(reasonOf(await make(owner, { domain }))).toBe("unknown-domain");
  expect(reasonOf(await make(visitor(), { domain, ownerSecret: newOwnerSecret() }))).toBe("unknown-domain");
  await portal.context.database.prisma.account.update({
    where: { id: owner.accountId },
    data: { isPremium: true },
  });
  expect(reasonOf(await make(owner, { domain }))).toBe("ok");
});

test("where temporary mailboxes are not allowed nobody gets one", async () => {
  const domain = await newDomain({ temporaryAllowed: false });
  for (const who of [await person(), ADMIN])
    expect(reasonOf(await make(who, { domain }))).toBe("unknown-domain");
});

test("after deletion nothing of the secrets is left and the address is refused for ever", async () => {
  const owner = await person();
  const { mailboxId, address } = await made(owner);
  await portal.untilMailbox(mailboxId, "ACTIVE");
  await deleteMailbox(portal.context, ADMIN, { mailboxId, confirmAddress: address, graceHours: 0 });
  const row = await portal.untilMailbox(mailboxId, "DELETED");
  expect(row).toMatchObject({ address: null, passwordSealed: null, ownerSecretHash: null });
  expect(inMailcow(address)).toBeUndefined();
  expect(await findTemporaryMailbox(portal.context, owner, { address })).toBeNull();
  const parsed = parseWholeAddress(address);
  if (!parsed) throw new Error("not an address");
  expect(await isAddressClaimed(portal.context, parsed)).toBe(true);
});

describe("extension", () => {
  test("is a compare-and-set: of ten clicks at once one counts, the others learn the new expiry", async () => {
    const owner = await person();
    const { mailboxId, expiresAt } = await made(owner);
    const results = await Promise.all(
      Array.from({ length: 10 }, () =>
        extendTemporaryMailbox(portal.context, owner, { mailboxId, expectedExpiresAt: expiresAt, hours: 5 }),
      ),
    );
    const extended = new Date(expiresAt.getTime() + 5 * HOUR_MS);
    expect(results.filter((result) => result.ok)).toEqual([{ ok: true, value: { expiresAt: extended } }]);
    expect(results.filter((result) => !result.ok)).toEqual(
      Array.from({ length: 9 }, () => ({
        ok: false,
        failure: { reason: "expiry-changed", expiresAt: extended },
      })),
    );
    expect((await portal.getMailbox(mailboxId)).expiresAt).toEqual(extended);
  });

  test("saves an expired mailbox, counted from now, and lets its owner be warned again", async () => {
    const owner = await person();
    const { mailboxId } = await made(owner);
    const past = new Date(Date.now() - 3 * HOUR_MS);
    await portal.context.database.prisma.mailbox.update({
      where: { id: mailboxId },
      data: { expiresAt: past, expiryWarnedAt: past },
    });
    expect(await findTemporaryMailbox(portal.context, owner, { mailboxId })).toMatchObject({
      isExpired: true,
    });
    const result = await extendTemporaryMailbox(portal.context, owner, {
      mailboxId,
      expectedExpiresAt: past,
      hours: 2,
    });
    if (!result.ok) throw new Error(result.failure.reason);
    expect(Math.abs(result.value.expiresAt.getTime() - Date.now() - 2 * HOUR_MS)).toBeLessThan(60_000);
    expect(await portal.getMailbox(mailboxId)).toMatchObject({ expiryWarnedAt: null });
  });

  test("without a wish for hours takes what room there is: a visitor's time begins again", async () => {
    const domain = await newDomain({ visitorsAllowed: true });
    const ownerSecret = newOwnerSecret();
    const { mailboxId, expiresAt } = await made(visitor(), { domain, ownerSecret });
    const extend = (expectedExpiresAt: Date) =>
      extendTemporaryMailbox(portal.context, visitor(), { mailboxId, ownerSecret, expectedExpiresAt });
    expect(reasonOf(await extend(expiresAt)), "nothing is left to give").toBe("expiry-too-far");
    const nearEnd = new Date(Date.now() + HOUR_MS);
    await portal.context.database.prisma.mailbox.update({
      where: { id: mailboxId },
      data: { expiresAt: nearEnd },
    });
    const result = await extend(nearEnd);
    if (!result.ok) throw new Error(result.failure.reason);
    expect(Math.abs(result.value.expiresAt.getTime() - Date.now() - 24 * HOUR_MS)).toBeLessThan(60_000);
  });

  test("ends at thirty days from now", async () => {
    const owner = await person();
    const { mailboxId, expiresAt } = await made(owner, { hours: 700 });
    const result = await extendTemporaryMailbox(portal.context, owner, {
      mailboxId,
      expectedExpiresAt: expiresAt,
      hours: 24,
    });
    expect(result).toMatchObject({ failure: { reason: "expiry-too-far", longestHours: 720 } });
  });
});

describe("deletion", () => {
  test("asks for the address when there is mail, cuts the logins, and can be undone", async () => {
    const owner = await person();
    const { mailboxId, address, password, expiresAt } = await made(owner, { domain: portal.sandbox.domain });
    await portal.untilMailbox(mailboxId, "ACTIVE");
    await portal.context.database.prisma.mailbox.update({
      where: { id: mailboxId },
      data: { messageCount: 2 },
    });
    const remove = (confirmAddress?: string) =>
      deleteTemporaryMailbox(portal.context, owner, {
        mailboxId,
        ...(confirmAddress ? { confirmAddress } : {}),
      });
    expect(reasonOf(await remove())).toBe("confirmation-needed");
    expect(reasonOf(await remove("other@pasture.test"))).toBe("confirmation-needed");
    const begun = await remove(address.toUpperCase());
    if (!begun.ok) throw new Error(begun.failure.reason);
    await portal.untilOperation(begun.value.operationId, "WAITING");
    expect(inMailcow(address)).toBeDefined();
    expect((await portal.context.mailLogins.prove(address, password ?? "")).state).not.toBe("accepted");
    expect(reasonOf(await remove(address))).toBe("already-deleting");
    const late = { mailboxId, expectedExpiresAt: expiresAt };
    expect(reasonOf(await extendTemporaryMailbox(portal.context, owner, late))).toBe("already-deleting");
    const stranger = await person();
    expect(reasonOf(await undoTemporaryDeletion(portal.context, stranger, { mailboxId }))).toBe("not-found");
    const undone = await undoTemporaryDeletion(portal.context, owner, { mailboxId });
    if (!undone.ok) throw new Error(undone.failure.reason);
    await portal.untilOperation(undone.value.operationId, "DONE");
    expect((await portal.context.mailLogins.prove(address, password ?? "")).state).toBe("accepted");
  });

  test("undone after the expiry gives a new lifetime", async () => {
    const owner = await person();
    const { mailboxId } = await made(owner);
    await portal.untilMailbox(mailboxId, "ACTIVE");
    const begun = await deleteTemporaryMailbox(portal.context, owner, { mailboxId });
    if (!begun.ok) throw new Error(begun.failure.reason);
    await portal.untilOperation(begun.value.operationId, "WAITING");
    const past = new Date(Date.now() - HOUR_MS);
    await portal.context.database.prisma.mailbox.update({
      where: { id: mailboxId },
      data: { expiresAt: past },
    });
    expect(reasonOf(await undoTemporaryDeletion(portal.context, owner, { mailboxId }))).toBe("ok");
    expect(await findTemporaryMailbox(portal.context, owner, { mailboxId })).toMatchObject({
      isExpired: false,
    });
  });
});
