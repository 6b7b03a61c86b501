import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkAddress } from "@/lib/accounts/check-address";
import { createAccount } from "@/lib/accounts/create-account";
import { registerAccount } from "@/lib/accounts/register-account";
import type { PortalContext } from "@/lib/context/portal-context";
import { createPasswordHasher } from "@/lib/secrets/password-hasher";
import {
  newName,
  openTestPortal,
  TEST_PASSWORD,
  type TestPortal,
  VISITOR,
} from "@/tests/support/test-portal";

let portal: TestPortal;
beforeAll(async () => {
  portal = await openTestPortal();
});
afterAll(() => portal.close());

const register = (localPart: string, context: PortalContext = portal.context, password = TEST_PASSWORD) =>
  registerAccount(context, VISITOR, {
    localPart,
    domain: "pasture.test",
    password,
    recoveryEmail: undefined,
  });
const reasonOf = (result: Awaited<ReturnType<typeof register>>) => (result.ok ? "ok" : result.failure.reason);

function withSettings(change: Partial<PortalContext["settings"]>): PortalContext {
  return { ...portal.context, settings: { ...portal.context.settings, ...change } };
}

test("a registration leaves account, address, mailbox, operation and job, all or nothing", async () => {
  const person = await portal.register();
  const { prisma, pool } = portal.context.database;
  expect(await prisma.account.count({ where: { address: person.address } })).toBe(1);
  expect(await prisma.addressClaim.count({ where: { address: person.address, state: "IN_USE" } })).toBe(1);
  expect(await portal.getMailbox(person.mailboxId)).toMatchObject({
    state: "PENDING",
    address: person.address,
  });
  expect(await portal.getOperation(person.operationId)).toMatchObject({
    kind: "PROVISION_MAILBOX",
    state: "QUEUED",
  });
  const { rows } = await pool.query("select task_identifier from graphile_worker.jobs where key = $1", [
    `operation:${person.operationId}`,
  ]);
  expect(rows).toEqual([{ task_identifier: "carry-out-operation" }]);
});

test("of twenty who register the same address at once exactly one gets it", async () => {
  const name = newName();
  const roomy = { ...portal.context, passwordHasher: createPasswordHasher({ waitingLimit: 100 }) };
  const reasons = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      register(index % 2 ? name : name.toUpperCase(), roomy).then(reasonOf),
    ),
  );
  expect(reasons.filter((reason) => reason === "ok")).toHaveLength(1);
  expect(reasons.filter((reason) => reason === "address-taken")).toHaveLength(19);
  const { prisma } = portal.context.database;
  expect(await prisma.mailbox.count({ where: { address: `${name}@pasture.test` } })).toBe(1);
  expect(await prisma.operation.count({ where: { mailbox: { address: `${name}@pasture.test` } } })).toBe(1);
});

test("of twenty look-alikes of one name that register at once exactly one gets it", async () => {
  const name = `sil${newName()}`;
  const roomy = { ...portal.context, passwordHasher: createPasswordHasher({ waitingLimit: 100 }) };
  const lookAlikes = ["sil", "si1", "s1l", "s11", "5il", "5i1", "51l", "511", "s.il", "s-il"].flatMap(
    (start) => [name.replace("sil", start), name.replace("sil", `${start}.`)],
  );
  const reasons = await Promise.all(lookAlikes.map((each) => register(each, roomy).then(reasonOf)));
  expect(reasons.filter((reason) => reason === "ok")).toHaveLength(1);
});

test("taken and look-alike are one answer, to the form's question and to the registration", async () => {
  const name = `milo${newName()}`;
  await portal.register(name);
  for (const again of [name, name.replace("milo", "m1l0"), name.replace("milo", "m.ilo")]) {
    const asked = await checkAddress(portal.context, VISITOR, { localPart: again, domain: "pasture.test" });
    expect(asked).toMatchObject({ ok: true, value: { available: false, reason: "address-taken" } });
    expect(reasonOf(await register(again))).toBe("address-taken");
  }
});

describe("refused without a trace", () => {
  test.each([
    ["a reserved name", () => register("post.master"), "reserved-address"],
    ["an impossible name", () => register("a b"), "invalid-address"],
    ["a weak password", () => register(newName(), portal.context, "short"), "weak-password"],
    [
      "a closed portal",
      () => register(newName(), withSettings({ registrationMode: "closed" })),
      "registration-closed",
    ],
    [
      "a portal by invitation",
      () => register(newName(), withSettings({ registrationMode: "invite" })),
      "invite-needed",
    ],
  ] as const)("%s", async (_, attempt, reason) => {
    const { prisma } = portal.context.database;
    const before = await prisma.account.count();
    expect(reasonOf(await attempt())).toBe(reason);
    expect(await prisma.account.count()).toBe(before);
  });

  test("another domain", async () => {
    const input = {
      localPart: newName(),
      domain: "elsewhere.test",
      password: TEST_PASSWORD,
      recoveryEmail: undefined,
    };
    expect(reasonOf(await registerAccount(portal.context, VISITOR, input))).toBe("unknown-domain");
  });
});

test("a network registers as often as the operator allows in an hour, and typing errors cost nothing", async () => {
  const context = withSettings({ registrationsPerHour: 3 });
  const visitor = { kind: "visitor", networkAddress: "198.51.100.9" } as const;
  const attempt = (localPart: string, networkAddress: string = visitor.networkAddress) =>
    registerAccount(
      context,
      { ...visitor, networkAddress },
      { localPart, domain: "pasture.test", password: TEST_PASSWORD, recoveryEmail: undefined },
    ).then(reasonOf);
  for (let slip = 0; slip < 10; slip += 1) expect(await attempt("not a name")).toBe("invalid-address");
  expect([await attempt(newName()), await attempt(newName()), await attempt(newName())]).toEqual([
    "ok",
    "ok",
    "ok",
  ]);
  expect(await attempt(newName())).toBe("rate-limited");
  expect(await attempt(newName(), "198.51.100.200")).toBe("rate-limited");
  expect(await attempt(newName(), "203.0.113.1")).toBe("ok");
});

test("asking which names are free is limited", async () => {
  const visitor = { kind: "visitor", networkAddress: "203.0.113.77" } as const;
  const answers = [];
  for (let question = 0; question < 61; question += 1) {
    answers.push(
      await checkAddress(portal.context, visitor, { localPart: newName(), domain: "pasture.test" }),
    );
  }
  expect(answers.filter((answer) => answer.ok)).toHaveLength(60);
  expect(answers[60]).toMatchObject({ ok: false, failure: { reason: "rate-limited" } });
});

test("with too many passwords being hashed a visitor is asked to come back, and nothing was counted as taken", async () => {
  const context = { ...portal.context, passwordHasher: createPasswordHasher({ waitingLimit: 0 }) };
  const name = newName();
  const reasons = await Promise.all(
    Array.from({ length: 8 }, () => register(newName(), context).then(reasonOf)),
  );
  expect(reasons).toContain("busy");
  expect(reasonOf(await register(name))).toBe("ok");
});

test("an admin may give out a reserved name, once", async () => {
  const input = {
    address: "support@pasture.test",
    password: TEST_PASSWORD,
    role: "PERSON",
    withMailbox: true,
  } as const;
  const admin = { kind: "system", name: "test" } as const;
  expect((await createAccount(portal.context, admin, input)).ok).toBe(true);
  expect(await createAccount(portal.context, admin, input)).toMatchObject({
    failure: { reason: "address-taken" },
  });
  expect(await createAccount(portal.context, VISITOR, input)).toMatchObject({
    failure: { reason: "not-allowed" },
  });
});
