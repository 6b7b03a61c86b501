import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { disableAccount } from "@/lib/accounts/disable-account";
import { authenticateToken } from "@/lib/api-tokens/authenticate-token";
import { createToken } from "@/lib/api-tokens/create-token";
import { listTokens } from "@/lib/api-tokens/queries";
import { revokeToken } from "@/lib/api-tokens/revoke-token";
import type { CreateTokenInput } from "@/lib/api-tokens/schema";
import type { Actor, Scope } from "@/lib/context/actor";
import { findMailboxFor, listMailboxes } from "@/lib/mailboxes/queries";
import { updateMailbox } from "@/lib/mailboxes/update-mailbox";
import { newToken } from "@/lib/secrets/token";
import { openTestPortal, type RegisteredPerson, type TestPortal } from "@/tests/support/test-portal";

const SYSTEM: Actor = { kind: "system", name: "test" };
const HERE = "192.0.2.7";

let portal: TestPortal;
beforeAll(async () => {
  portal = await openTestPortal();
});
afterAll(() => portal.close());

async function issue(actor: Actor, input: Partial<CreateTokenInput> = {}) {
  const made = await createToken(portal.context, actor, {
    name: "a program",
    scopes: ["mailbox:read"],
    ...input,
  });
  if (!made.ok) throw new Error(made.failure.reason);
  return made.value;
}

const bearer = async (token: string, from = HERE) =>
  (await authenticateToken(portal.context, token, from))?.actor ?? null;

async function makeAdmin(person: RegisteredPerson): Promise<Actor> {
  await portal.context.database.prisma.account.update({
    where: { id: person.actor.accountId },
    data: { role: "ADMIN" },
  });
  return { ...person.actor, role: "ADMIN" };
}

test("a token stands for its account with its scopes, and is stored as a hash only", async () => {
  const person = await portal.register();
  const { token } = await issue(person.actor);
  expect(await bearer(token)).toMatchObject({
    accountId: person.actor.accountId,
    scopes: ["mailbox:read"],
    sessionId: null,
  });
  const rows = await portal.context.database.prisma.apiToken.findMany();
  expect(JSON.stringify(rows)).not.toContain(token.slice(12));
});

describe("a token is refused", () => {
  test("when it has expired, also to the second", async () => {
    const { token, tokenId } = await issue((await portal.register()).actor, { expiresInDays: 1 });
    expect(await bearer(token)).not.toBeNull();
    await portal.context.database.prisma.apiToken.update({
      where: { id: tokenId },
      data: { expiresAt: new Date() },
    });
    expect(await bearer(token)).toBeNull();
  });

  test("when it was revoked, by its owner and by nobody else", async () => {
    const person = await portal.register();
    const stranger = await portal.register();
    const { token, tokenId } = await issue(person.actor);
    expect((await revokeToken(portal.context, stranger.actor, { tokenId })).ok).toBe(false);
    expect(await bearer(token)).not.toBeNull();
    expect((await revokeToken(portal.context, person.actor, { tokenId })).ok).toBe(true);
    expect((await revokeToken(portal.context, person.actor, { tokenId })).ok).toBe(true);
    expect(await bearer(token)).toBeNull();
    expect(await listTokens(portal.context, person.actor)).toEqual([]);
  });

  test("when its account is disabled", async () => {
    const person = await portal.register();
    const { token } = await issue(person.actor);
    await disableAccount(portal.context, SYSTEM, person);
    expect(await bearer(token)).toBeNull();
  });

  test.each(["", "pasture_", newToken("pasture"), newToken("sid"), "Bearer x"])(
    "when nobody issued it: %j",
    async (token) => {
      expect(await bearer(token)).toBeNull();
    },
  );

  test.each([
    ["192.0.2.0/24", "192.0.2.250", true],
    ["192.0.2.0/24", "::ffff:192.0.2.1", true],
    ["192.0.2.0/24", "192.0.3.1", false],
    ["192.0.2.7", "192.0.2.7", true],
    ["192.0.2.7", "192.0.2.8", false],
    ["2001:db8::/32", "2001:db8:5::1", true],
    ["2001:db8::/32", "2001:db9::1", false],
    ["2001:db8::/32", "192.0.2.7", false],
    ["192.0.2.0/24", "unknown", false],
  ])("bound to %s and used from %s: %s", async (network, from, isAdmitted) => {
    const { token } = await issue((await portal.register()).actor, { networks: [network] });
    expect((await bearer(token, from)) !== null).toBe(isAdmitted);
  });
});

describe("scopes", () => {
  async function withScopes(person: RegisteredPerson, scopes: Scope[]): Promise<Actor> {
    const actor = await bearer((await issue(person.actor, { scopes })).token);
    if (!actor) throw new Error("the token is not valid");
    return actor;
  }

  test("reading does not include writing, and one account's token sees no other's mailbox", async () => {
    const person = await portal.register();
    const other = await portal.register();
    const reader = await withScopes(person, ["mailbox:read"]);
    const writer = await withScopes(person, ["mailbox:write"]);
    const all = await withScopes(person, ["*"]);
    const { mailboxId: id } = person;
    expect(await findMailboxFor(portal.context, reader, { id }, "read")).not.toBeNull();
    expect(await findMailboxFor(portal.context, reader, { id }, "write")).toBeNull();
    expect(await findMailboxFor(portal.context, writer, { id }, "write")).not.toBeNull();
    expect(await findMailboxFor(portal.context, all, { id: other.mailboxId }, "read")).toBeNull();
    expect(await updateMailbox(portal.context, all, { mailboxId: id, quotaMiB: 5 })).toMatchObject({
      failure: { reason: "not-allowed" },
    });
  });

  test("a person gets no admin scope, and an admin's token has only those it names", async () => {
    const person = await portal.register();
    const wide = { name: "x", scopes: ["admin:read"] } as const;
    expect(await createToken(portal.context, person.actor, { ...wide, scopes: ["admin:read"] })).toEqual({
      ok: false,
      failure: { reason: "scope-too-wide" },
    });
    const boss = await portal.register();
    await makeAdmin(boss);
    const list = async (scopes: Scope[]) =>
      (await listMailboxes(portal.context, await withScopes(boss, scopes), { limit: 50 })).ok;
    expect([await list(["mailbox:read"]), await list(["admin:read"]), await list(["*"])]).toEqual([
      false,
      true,
      true,
    ]);
  });

  test("a token makes no tokens and ends none", async () => {
    const person = await portal.register();
    const all = await withScopes(person, ["*"]);
    expect(await createToken(portal.context, all, { name: "x", scopes: ["*"] })).toMatchObject({
      failure: { reason: "not-allowed" },
    });
    const { tokenId } = await issue(person.actor);
    expect((await revokeToken(portal.context, all, { tokenId })).ok).toBe(false);
  });

  test("rights end with the role: a former admin's token administrates nothing", async () => {
    const boss = await portal.register();
    const admin = await makeAdmin(boss);
    const { token } = await issue(admin, { scopes: ["admin:read"] });
    await portal.context.database.prisma.account.update({
      where: { id: boss.actor.accountId },
      data: { role: "PERSON" },
    });
    const actor = await bearer(token);
    expect(actor && (await listMailboxes(portal.context, actor, { limit: 50 })).ok).toBe(false);
  });

  test("for another account only an admin, or the machine itself, makes one", async () => {
    const person = await portal.register();
    const other = await portal.register();
    const wanted = { accountAddress: person.address.toUpperCase() };
    expect(
      await createToken(portal.context, other.actor, { name: "x", scopes: ["*"], ...wanted }),
    ).toMatchObject({ failure: { reason: "not-found" } });
    expect(await bearer((await issue(SYSTEM, wanted)).token)).toMatchObject({
      accountId: person.actor.accountId,
    });
  });
});
