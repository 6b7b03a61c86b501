import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { disableAccount, enableAccount } from "@/lib/accounts/disable-account";
import type { AccountActor } from "@/lib/context/actor";
import { newToken } from "@/lib/secrets/token";
import { listSessions } from "@/lib/sessions/queries";
import { resolveSession } from "@/lib/sessions/resolve-session";
import { revokeSession, signOut } from "@/lib/sessions/revoke-session";
import { signIn } from "@/lib/sessions/sign-in";
import {
  openTestPortal,
  type RegisteredPerson,
  TEST_PASSWORD,
  type TestPortal,
} from "@/tests/support/test-portal";

const HOUR_MS = 3_600_000;

let portal: TestPortal;
let nextNetwork = 0;
beforeAll(async () => {
  portal = await openTestPortal();
});
afterAll(() => portal.close());

/** Each test has a network of its own, so that one's failures do not slow another. */
const newVisitor = () => ({ kind: "visitor", networkAddress: `10.0.${nextNetwork++}.1` }) as const;
type Visitor = ReturnType<typeof newVisitor>;

function attempt(person: RegisteredPerson, password: string, visitor: Visitor, deviceToken?: string) {
  return signIn(portal.context, visitor, { address: person.address, password, deviceToken });
}

async function enter(person: RegisteredPerson, visitor = newVisitor()) {
  const signedIn = await attempt(person, TEST_PASSWORD, visitor);
  if (!signedIn.ok) throw new Error(signedIn.failure.reason);
  return signedIn.value;
}

const resolve = (sid: string) => resolveSession(portal.context, sid, "192.0.2.99");

async function actorOf(sid: string): Promise<AccountActor> {
  const actor = await resolve(sid);
  if (!actor) throw new Error("the session is not valid");
  return actor;
}

/** As if the session had last been used, or would end, at another time. */
async function shift(sid: string, change: { seenAt?: Date; expiresAt?: Date }): Promise<void> {
  const { sessionId } = await actorOf(sid);
  await portal.context.database.prisma.session.update({ where: { id: sessionId ?? "" }, data: change });
}

describe("signing in", () => {
  test("any spelling of the address enters, and the cookie's secret is not what is stored", async () => {
    const person = await portal.register();
    const signedIn = await signIn(portal.context, newVisitor(), {
      address: ` ${person.address.toUpperCase()} `,
      password: TEST_PASSWORD,
    });
    if (!signedIn.ok) throw new Error(signedIn.failure.reason);
    expect(await actorOf(signedIn.value.sid)).toMatchObject({
      accountId: person.actor.accountId,
      role: "PERSON",
    });
    const stored = await portal.context.database.prisma.session.findMany();
    expect(JSON.stringify(stored)).not.toContain(signedIn.value.sid);
  });

  test("unknown, wrong and disabled are one answer", async () => {
    const person = await portal.register();
    const disabled = await portal.register();
    await disableAccount(portal.context, { kind: "system", name: "test" }, disabled);
    const answers = await Promise.all([
      attempt(person, "a wrong password", newVisitor()),
      attempt(disabled, TEST_PASSWORD, newVisitor()),
      signIn(portal.context, newVisitor(), { address: "nobody@pasture.test", password: "a wrong password" }),
      signIn(portal.context, newVisitor(), { address: "not an address", password: "a wrong password" }),
    ]);
    for (const answer of answers)
      expect(answer).toEqual({ ok: false, failure: { reason: "wrong-credentials" } });
  });

  test("somebody who guesses is stopped, and the owner still enters from a browser used before", async () => {
    const person = await portal.register();
    const { deviceToken } = await enter(person);
    const reasons: string[] = [];
    for (let guess = 0; guess < 12; guess += 1) {
      const answer = await attempt(person, `guess number ${guess}`, newVisitor());
      reasons.push(answer.ok ? "ok" : answer.failure.reason);
    }
    expect(reasons).toEqual([...Array(10).fill("wrong-credentials"), "rate-limited", "rate-limited"]);
    expect(await attempt(person, TEST_PASSWORD, newVisitor())).toMatchObject({
      failure: { reason: "rate-limited" },
    });
    expect((await attempt(person, TEST_PASSWORD, newVisitor(), deviceToken)).ok).toBe(true);
    const other = await portal.register();
    expect((await attempt(other, TEST_PASSWORD, newVisitor(), deviceToken)).ok).toBe(true);
  });

  test("somebody else's device cookie opens no way around the limit", async () => {
    const person = await portal.register();
    const { deviceToken } = await enter(await portal.register());
    for (let guess = 0; guess < 10; guess += 1)
      await attempt(person, `guess ${guess}`, newVisitor(), deviceToken);
    expect(await attempt(person, TEST_PASSWORD, newVisitor(), deviceToken)).toMatchObject({
      failure: { reason: "rate-limited" },
    });
  });

  test("thirty guesses at once are no way around the limit either", async () => {
    const person = await portal.register();
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, guess) => attempt(person, `guess number ${guess}`, newVisitor())),
    );
    const looked = answers.filter((answer) => !answer.ok && answer.failure.reason === "wrong-credentials");
    expect(looked.length).toBeLessThanOrEqual(10);
  });

  test("a network that guesses at many accounts is stopped for all of them", async () => {
    const visitor = newVisitor();
    const person = await portal.register();
    for (let guess = 0; guess < 50; guess += 1) {
      await signIn(portal.context, visitor, { address: `nobody${guess}@pasture.test`, password: "x" });
    }
    expect(await attempt(person, TEST_PASSWORD, visitor)).toMatchObject({
      failure: { reason: "rate-limited" },
    });
    expect((await attempt(person, TEST_PASSWORD, newVisitor())).ok).toBe(true);
  });

  test("a right password never counts as a failure", async () => {
    const person = await portal.register();
    const visitor = newVisitor();
    for (let entry = 0; entry < 15; entry += 1)
      expect((await attempt(person, TEST_PASSWORD, visitor)).ok).toBe(true);
  });
});

describe("a session", () => {
  test("ends at once when it is signed out, and signing out twice is harmless", async () => {
    const { sid } = await enter(await portal.register());
    const actor = await actorOf(sid);
    await signOut(portal.context, actor);
    await signOut(portal.context, actor);
    expect(await resolve(sid)).toBeNull();
  });

  test("can be ended from another one, alone or with all others; nobody else's can", async () => {
    const person = await portal.register();
    const [here, there, third] = [await enter(person), await enter(person), await enter(person)];
    const actor = await actorOf(here.sid);
    const { sessionId } = await actorOf(there.sid);
    const stranger = await actorOf((await enter(await portal.register())).sid);
    expect(await revokeSession(portal.context, stranger, { sessionId: sessionId ?? "" })).toMatchObject({
      ok: false,
    });
    expect(await revokeSession(portal.context, actor, { sessionId: sessionId ?? "" })).toEqual({
      ok: true,
      value: { ended: 1 },
    });
    expect(await resolve(there.sid)).toBeNull();
    expect(await revokeSession(portal.context, actor, { others: true })).toEqual({
      ok: true,
      value: { ended: 1 },
    });
    expect(await resolve(third.sid)).toBeNull();
    expect(await resolve(here.sid)).not.toBeNull();
    expect(await listSessions(portal.context, actor)).toMatchObject([
      { id: actor.sessionId, isCurrent: true },
    ]);
  });

  test("dies unused after twelve hours, an admin's after one", async () => {
    const person = await portal.register();
    const { sid } = await enter(person);
    await shift(sid, { seenAt: new Date(Date.now() - 11 * HOUR_MS) });
    expect(await resolve(sid)).not.toBeNull();
    await shift(sid, { seenAt: new Date(Date.now() - 2 * HOUR_MS) });
    await portal.context.database.prisma.account.update({
      where: { id: person.actor.accountId },
      data: { role: "ADMIN" },
    });
    expect(await resolve(sid)).toBeNull();
    const other = await enter(await portal.register());
    await shift(other.sid, { seenAt: new Date(Date.now() - 12 * HOUR_MS) });
    expect(await resolve(other.sid)).toBeNull();
  });

  test("dies at its end however much it is used", async () => {
    const { sid } = await enter(await portal.register());
    await shift(sid, { expiresAt: new Date(Date.now() - 1) });
    expect(await resolve(sid)).toBeNull();
  });

  test("of a disabled account is over, and stays over when the account is enabled again", async () => {
    const person = await portal.register();
    const { sid } = await enter(person);
    const system = { kind: "system", name: "test" } as const;
    await disableAccount(portal.context, system, person);
    expect(await resolve(sid)).toBeNull();
    await enableAccount(portal.context, system, person);
    expect(await resolve(sid)).toBeNull();
    expect((await attempt(person, TEST_PASSWORD, newVisitor())).ok).toBe(true);
  });

  test("cannot be made up", async () => {
    for (const sid of ["", "sid_", newToken("sid"), newToken("dev"), "sid_' or true --"]) {
      expect(await resolve(sid)).toBeNull();
    }
  });

  test("'last seen' is written once a minute, not with every request", async () => {
    const { sid } = await enter(await portal.register());
    const seenAt = new Date(Date.now() - 50_000);
    await shift(sid, { seenAt });
    const actor = await actorOf(sid);
    const lastSeen = async () =>
      (await listSessions(portal.context, actor)).find(({ isCurrent }) => isCurrent)?.seenAt;
    expect(await lastSeen()).toEqual(seenAt);
    await shift(sid, { seenAt: new Date(Date.now() - 70_000) });
    await actorOf(sid);
    expect((await lastSeen())?.getTime()).toBeGreaterThan(Date.now() - 10_000);
  });
});
