import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createAccount } from "@/lib/accounts/create-account";
import { claimSetupLink, createSetupLink } from "@/lib/accounts/setup-link";
import type { Actor } from "@/lib/context/actor";
import { saveDomain } from "@/lib/domains/save-domain";
import type { SaveDomainInput } from "@/lib/domains/schema";
import { requestMailbox } from "@/lib/mailboxes/request-mailbox";
import { createPasswordHasher } from "@/lib/secrets/password-hasher";
import { createTemporaryMailbox } from "@/lib/temporary-mailboxes/create-temporary-mailbox";
import {
  newName,
  openTestPortal,
  personActor,
  TEST_PASSWORD,
  type TestPortal,
} from "@/tests/support/test-portal";

const ADMIN: Actor = { kind: "system", name: "test" };

let portal: TestPortal;
let context: TestPortal["context"];
let count = 0;

beforeAll(async () => {
  portal = await openTestPortal();
  context = { ...portal.context, passwordHasher: createPasswordHasher({ waitingLimit: 100 }) };
});
afterAll(() => portal.close());

type Answer = { readonly ok: true } | { readonly ok: false; readonly failure: { readonly reason: string } };
const reasonOf = (answer: Answer) => (answer.ok ? "ok" : answer.failure.reason);
const sorted = (answers: readonly Answer[]) => answers.map(reasonOf).sort();

async function newDomain(settings: Partial<SaveDomainInput>): Promise<string> {
  count += 1;
  const name = `caps${count}.example.org`;
  const saved = await saveDomain(context, ADMIN, { name, ...settings });
  expect(reasonOf(saved)).toBe("ok");
  return name;
}

/** An admin's work: an account with or without its mailbox. */
const create = (domain: string, withMailbox = true) =>
  createAccount(context, ADMIN, {
    address: `${newName()}@${domain}`,
    password: TEST_PASSWORD,
    role: "PERSON",
    withMailbox,
  });

/** Somebody with an account and no mailbox. */
async function newMailboxless(domain: string) {
  const made = await create(domain, false);
  if (!made.ok) throw new Error(made.failure.reason);
  return personActor(made.value.accountId, made.value.address);
}

const ask = (actor: Awaited<ReturnType<typeof newMailboxless>>) =>
  requestMailbox(context, actor, { password: TEST_PASSWORD });

const rowsOn = (domainName: string) =>
  portal.context.database.prisma.mailbox.count({ where: { domainName } });

describe.each([
  ["capTotal", "domain-full"],
  ["capPerDay", "day-cap-reached"],
] as const)("%s", (cap, reason) => {
  test("of two accounts an admin makes at the last free place exactly one gets it, and the other is not half made", async () => {
    const domain = await newDomain({ [cap]: 1 });
    expect(sorted(await Promise.all([create(domain), create(domain)]))).toEqual([reason, "ok"].sort());
    expect(await rowsOn(domain)).toBe(1);
    const accounts = { where: { address: { endsWith: `@${domain}` } } };
    expect(await portal.context.database.prisma.account.count(accounts)).toBe(1);
    expect(await portal.context.database.prisma.addressClaim.count(accounts)).toBe(1);
    // Without a mailbox an account takes no place.
    expect(reasonOf(await create(domain, false))).toBe("ok");
  });

  test("of two people who ask for their mailbox at the last free place exactly one gets it", async () => {
    const domain = await newDomain({ [cap]: 1 });
    const people = [await newMailboxless(domain), await newMailboxless(domain)];
    expect(sorted(await Promise.all(people.map(ask)))).toEqual([reason, "ok"].sort());
    expect(await rowsOn(domain)).toBe(1);
  });

  test("all ways to a mailbox share the one place that is left", async () => {
    const domain = await newDomain({ [cap]: 1, temporaryAllowed: true });
    const person = await newMailboxless(domain);
    const temporary = createTemporaryMailbox(context, person, { domain });
    const answers: Answer[] = await Promise.all([ask(person), create(domain), temporary]);
    expect(sorted(answers)).toEqual([reason, reason, "ok"].sort());
    expect(await rowsOn(domain)).toBe(1);
  });
});

test("a person's cap counts temporary mailboxes and the person's own together", async () => {
  const domain = await newDomain({ capPerPerson: 1, temporaryAllowed: true });
  const person = await newMailboxless(domain);
  expect(reasonOf(await createTemporaryMailbox(context, person, { domain }))).toBe("ok");
  expect(reasonOf(await ask(person))).toBe("person-cap-reached");
  const other = await newMailboxless(domain);
  const both: Answer[] = await Promise.all([ask(other), createTemporaryMailbox(context, other, { domain })]);
  expect(sorted(both)).toEqual(["ok", "person-cap-reached"]);
});

test("a mailbox that could not be made keeps its place, so asking for it again is not refused", async () => {
  const domain = await newDomain({ capTotal: 1, capPerDay: 1, capPerPerson: 1 });
  const person = await newMailboxless(domain);
  const asked = await ask(person);
  if (!asked.ok) throw new Error(asked.failure.reason);
  await portal.context.database.prisma.mailbox.update({
    where: { id: asked.value.mailboxId },
    data: { state: "NEEDS_ADMIN" },
  });
  expect(reasonOf(await ask(person))).toBe("ok");
  expect(await rowsOn(domain)).toBe(1);
});

test("the first admin is told of a full domain, and the link can be used again without a mailbox", async () => {
  const domain = await newDomain({ capTotal: 1 });
  expect(reasonOf(await create(domain))).toBe("ok");
  const link = await createSetupLink(context);
  if (!link.ok) throw new Error(link.failure.reason);
  const token = new URL(link.value.url).searchParams.get("token") ?? "";
  const claim = (createMailbox: boolean) =>
    claimSetupLink(
      context,
      { kind: "visitor", networkAddress: "192.0.2.7" },
      { token, address: `${newName()}@${domain}`, password: TEST_PASSWORD, createMailbox },
    );
  expect(reasonOf(await claim(true))).toBe("domain-full");
  expect(reasonOf(await claim(false))).toBe("ok");
});
