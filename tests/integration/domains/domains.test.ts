import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { registerAccount } from "@/lib/accounts/register-account";
import type { Actor } from "@/lib/context/actor";
import { checkMailServer } from "@/lib/diagnostics/check-mail-server";
import { createDomainDiscovery, discoverDomains } from "@/lib/domains/discover-domains";
import { listDomains, listRegistrationDomains, listTemporaryDomains } from "@/lib/domains/queries";
import { removeDomain } from "@/lib/domains/remove-domain";
import { requestDiscovery } from "@/lib/domains/request-discovery";
import { saveDomain } from "@/lib/domains/save-domain";
import { saveSharedCredentials } from "@/lib/domains/save-shared-credentials";
import type { SaveDomainInput } from "@/lib/domains/schema";
import {
  listSharedCredentials,
  openSharedCredentials,
  removeSharedCredentials,
} from "@/lib/domains/shared-credentials";
import { addDomain } from "@/lib/mailcow/domains";
import { createPasswordHasher } from "@/lib/secrets/password-hasher";
import { dumpDatabase } from "@/tests/support/dump-database";
import {
  newName,
  openTestPortal,
  TEST_PASSWORD,
  type TestPortal,
  VISITOR,
} from "@/tests/support/test-portal";

const ADMIN: Actor = { kind: "system", name: "test" };

let portal: TestPortal;
beforeAll(async () => {
  portal = await openTestPortal({ environment: { ALLOWED_PRIVATE_HOSTS: "10.20.0.0/16" } });
});
afterAll(() => portal.close());

let count = 0;
function newDomain(): string {
  count += 1;
  return `d${count}.example.org`;
}
const save = (input: SaveDomainInput, actor: Actor = ADMIN) => saveDomain(portal.context, actor, input);
const reasonOf = (result: { ok: true } | { ok: false; failure: { reason: string } }) =>
  result.ok ? "ok" : result.failure.reason;

async function view(name: string) {
  const listed = await listDomains(portal.context, ADMIN);
  if (!listed.ok) throw new Error(listed.failure.reason);
  return listed.value.find((domain) => domain.name === name);
}

const register = (domain: string, context = portal.context) =>
  registerAccount(context, VISITOR, {
    localPart: newName(),
    domain,
    password: TEST_PASSWORD,
    recoveryEmail: undefined,
  });

test("saving adds once and then changes only what was given; null takes a setting away", async () => {
  const name = newDomain();
  const added = await save({ name: name.toUpperCase(), capPerDay: 5, isPremium: true });
  expect(added).toMatchObject({ ok: true, value: { name, isNew: true } });
  expect(await save({ name, capTotal: 9 })).toMatchObject({ value: { isNew: false } });
  expect(await view(name)).toMatchObject({ kind: "managed", capPerDay: 5, capTotal: 9, isPremium: true });
  await save({ name, capPerDay: null });
  expect(await view(name)).toMatchObject({ capPerDay: null, capTotal: 9, isPremium: true });
});

test("nobody but an admin sees, changes or removes domains and credentials", async () => {
  const { actor } = await portal.register();
  const name = newDomain();
  for (const who of [actor, VISITOR]) {
    expect(reasonOf(await save({ name }, who))).toBe("not-allowed");
    expect(reasonOf(await listDomains(portal.context, who))).toBe("not-allowed");
    expect(reasonOf(await removeDomain(portal.context, who, { name }))).toBe("not-allowed");
    const login = { key: "k", username: "u", password: "p" };
    expect(reasonOf(await saveSharedCredentials(portal.context, who, login))).toBe("not-allowed");
    expect(reasonOf(await listSharedCredentials(portal.context, who))).toBe("not-allowed");
    expect(reasonOf(await removeSharedCredentials(portal.context, who, { key: "k" }))).toBe("not-allowed");
  }
  expect(await view(name)).toBeUndefined();
});

describe("a host that leads inside is refused and nothing is saved", () => {
  test.each([
    ["127.0.0.1", 993, "host-private"],
    ["localhost", 143, "host-private"],
    ["::ffff:127.0.0.1", 993, "host-private"],
    ["169.254.169.254", 143, "host-private"],
    ["10.21.0.1", 993, "host-private"],
    ["8.8.8.8", 6379, "port-not-allowed"],
    ["a b", 993, "host-invalid"],
  ])("%s:%i", async (imapHost, imapPort, reason) => {
    const name = newDomain();
    expect(reasonOf(await save({ name, kind: "legacy", imapHost, imapPort }))).toBe(reason);
    expect(await view(name)).toBeUndefined();
  });

  test("a network the operator vouches for is let through", async () => {
    expect((await save({ name: newDomain(), kind: "legacy", imapHost: "10.20.3.4", imapPort: 143 })).ok).toBe(
      true,
    );
  });

  test("a port changed later is judged with the host that is there", async () => {
    const name = newDomain();
    await save({ name, kind: "legacy", imapHost: "10.20.3.4" });
    expect(reasonOf(await save({ name, imapPort: 25 }))).toBe("port-not-allowed");
    expect(await view(name)).toMatchObject({ imapPort: null });
  });
});

test("a shared password is sealed for its key, opens for the portal, and shows in no list and no dump", async () => {
  const password = "swordfish-canary-4711";
  await saveSharedCredentials(portal.context, ADMIN, {
    key: "old-host",
    username: "catch@all.example.org",
    password,
  });
  expect(await openSharedCredentials(portal.context, "old-host")).toEqual({
    username: "catch@all.example.org",
    password,
  });
  expect(JSON.stringify(await listSharedCredentials(portal.context, ADMIN))).not.toContain(password);
  expect(await dumpDatabase(portal.context.database.pool)).not.toContain(password);
  expect(await openSharedCredentials(portal.context, "no-such-key")).toBeNull();
});

test("credentials are refused when unknown, and cannot go while a domain names them", async () => {
  const name = newDomain();
  expect(reasonOf(await save({ name, kind: "legacy", credentialsKey: "missing" }))).toBe(
    "unknown-credentials",
  );
  await saveSharedCredentials(portal.context, ADMIN, {
    key: "used",
    username: "u@example.org",
    password: "p",
  });
  await save({ name, kind: "legacy", credentialsKey: "used" });
  expect(reasonOf(await removeSharedCredentials(portal.context, ADMIN, { key: "used" }))).toBe(
    "credentials-in-use",
  );
  await save({ name, credentialsKey: null });
  expect(reasonOf(await removeSharedCredentials(portal.context, ADMIN, { key: "used" }))).toBe("ok");
  expect(reasonOf(await removeSharedCredentials(portal.context, ADMIN, { key: "used" }))).toBe("not-found");
});

describe("registration follows the domain", () => {
  test.each([
    ["invite", "invite-needed"],
    ["approval", "approval-needed"],
    ["closed", "registration-closed"],
    ["open", "ok"],
  ] as const)("mode %s", async (registrationMode, reason) => {
    const name = newDomain();
    await save({ name, registrationMode });
    expect(reasonOf(await register(name))).toBe(reason);
  });

  test("an open domain stays open on a closed portal, and others are closed", async () => {
    const open = newDomain();
    const other = newDomain();
    await save({ name: open, registrationMode: "open" });
    await save({ name: other });
    const settings = { ...portal.context.settings, registrationMode: "closed" as const };
    const closed = { ...portal.context, settings };
    expect(reasonOf(await register(open, closed))).toBe("ok");
    expect(reasonOf(await register(other, closed))).toBe("registration-closed");
  });

  test("hidden, premium and legacy domains are offered to nobody who registers", async () => {
    const hidden = newDomain();
    const premium = newDomain();
    const legacy = newDomain();
    await save({ name: hidden, registrationOpen: false });
    await save({ name: premium, isPremium: true });
    await save({ name: legacy, kind: "legacy" });
    const offered = (await listRegistrationDomains(portal.context)).map(({ name }) => name);
    for (const name of [hidden, premium, legacy]) {
      expect(offered).not.toContain(name);
      expect(reasonOf(await register(name))).toBe("unknown-domain");
    }
  });

  test("a registered mailbox has the domain's quota", async () => {
    const name = newDomain();
    await save({ name, defaultQuotaMiB: 333 });
    const registered = await register(name);
    if (!registered.ok) throw new Error(registered.failure.reason);
    expect(await portal.getMailbox(registered.value.mailboxId)).toMatchObject({ quotaMiB: 333 });
  });

  test.each([
    ["capTotal", "domain-full"],
    ["capPerDay", "day-cap-reached"],
  ] as const)("of twelve who register at once on a domain with %s 5, five get in", async (cap, reason) => {
    const name = newDomain();
    await save({ name, [cap]: 5 });
    const roomy = { ...portal.context, passwordHasher: createPasswordHasher({ waitingLimit: 100 }) };
    const reasons = await Promise.all(Array.from({ length: 12 }, () => register(name, roomy).then(reasonOf)));
    expect(reasons.filter((one) => one === "ok")).toHaveLength(5);
    expect(reasons.filter((one) => one === reason)).toHaveLength(7);
    const { prisma } = portal.context.database;
    expect(await prisma.account.count({ where: { address: { endsWith: `@${name}` } } })).toBe(5);
    expect(await prisma.mailbox.count({ where: { domainName: name } })).toBe(5);
  });
});

test("the view shows Mailcow's limits and the room left until the nearest limit", async () => {
  const name = newDomain();
  await addDomain(portal.context.mailcow, {
    domain: name,
    maximumMailboxCount: 7,
    maximumMailboxQuotaMiB: 500,
    defaultMailboxQuotaMiB: 100,
    domainQuotaMiB: 5000,
  });
  await save({ name });
  expect(await view(name)).toMatchObject({ existsInMailcow: null, mailboxesLeft: null, mailboxCount: 0 });
  await checkMailServer(portal.context);
  expect(await view(name)).toMatchObject({
    existsInMailcow: true,
    maxMailboxes: 7,
    mailboxesLeft: 7,
    quotaLeftMiB: 5000,
  });
  await save({ name, capTotal: 2 });
  await register(name);
  expect(await view(name)).toMatchObject({ mailboxCount: 1, temporaryCount: 0, mailboxesLeft: 1 });
});

test("discovery adds what Mailcow has, closed to everybody, and touches nothing that is there", async () => {
  const known = newDomain();
  const unknown = newDomain();
  for (const domain of [known, unknown]) await addDomain(portal.context.mailcow, { domain });
  await save({ name: known, kind: "legacy", capTotal: 3 });
  expect(await discoverDomains(portal.context)).toContain(unknown);
  expect(await view(unknown)).toMatchObject({
    registrationOpen: false,
    temporaryAllowed: false,
    existsInMailcow: true,
    activeInMailcow: true,
    maxMailboxes: expect.any(Number),
    maxMailboxQuotaMiB: expect.any(Number),
    quotaLeftMiB: expect.any(Number),
    asOf: expect.any(Date),
  });
  expect(await view(known)).toMatchObject({ kind: "legacy", registrationOpen: true, capTotal: 3 });
  expect(reasonOf(await register(unknown))).toBe("unknown-domain");
  expect((await listTemporaryDomains(portal.context, ADMIN)).map(({ name }) => name)).not.toContain(unknown);
  expect(await discoverDomains(portal.context)).toEqual([]);
});

test("a worker discovers with one call for all domains, as soon as Mailcow is known to answer, and not again at once", async () => {
  const { sandbox, context } = portal;
  const names = [newDomain(), newDomain(), newDomain()];
  for (const domain of names) await addDomain(context.mailcow, { domain });
  const { mailServerState } = context.database.prisma;
  const known = (reachable: boolean) =>
    mailServerState.upsert({ where: { id: 1 }, create: { id: 1, reachable }, update: { reachable } });
  const calls = () => sandbox.calls().map(({ path }) => path);
  const discover = createDomainDiscovery(context);
  sandbox.resetCalls();
  await known(false);
  await discover();
  expect(calls()).toEqual([]);
  await known(true);
  for (let round = 0; round < 3; round += 1) await discover();
  expect(calls()).toEqual(["/api/v1/get/domain/all"]);
  for (const name of names) expect(await view(name)).toMatchObject({ registrationOpen: false });
});

test("an admin who does not want to wait has the worker look now", async () => {
  const unknown = newDomain();
  await addDomain(portal.context.mailcow, { domain: unknown });
  const nobody: Actor = { ...VISITOR };
  expect(await requestDiscovery(portal.context, nobody, { timeoutMs: 0 })).toEqual({
    ok: false,
    failure: { reason: "not-allowed" },
  });
  expect(await requestDiscovery(portal.context, ADMIN, { timeoutMs: 0 })).toEqual({
    ok: true,
    value: { state: "waiting" },
  });
  const worker = await portal.startWorker();
  const found = await requestDiscovery(portal.context, ADMIN, { timeoutMs: 50_000 });
  expect(found).toMatchObject({ ok: true, value: { state: "done" } });
  expect(await view(unknown)).toMatchObject({ registrationOpen: false, temporaryAllowed: false });
  await worker.stop();
});

test("a domain goes only when no mailbox is on it, and MAILCOW_DOMAIN never", async () => {
  const name = newDomain();
  await save({ name });
  await register(name);
  const remove = (domain: string) => removeDomain(portal.context, ADMIN, { name: domain }).then(reasonOf);
  expect(await remove(name)).toBe("domain-in-use");
  await portal.context.database.prisma.mailbox.updateMany({
    where: { domainName: name },
    data: { state: "DELETED" },
  });
  expect(await remove(name)).toBe("ok");
  expect(await remove(name)).toBe("not-found");
  expect(await remove(portal.sandbox.domain)).toBe("domain-configured");
});
