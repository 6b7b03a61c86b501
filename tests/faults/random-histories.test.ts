import argon2 from "argon2";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/context/actor";
import type { WorkerContext } from "@/lib/context/portal-context";
import { cancelDeletion } from "@/lib/mailboxes/cancel-deletion";
import { carryOutOperation } from "@/lib/mailboxes/carry-out-operation";
import { changeMailboxPassword } from "@/lib/mailboxes/change-mailbox-password";
import { deleteMailbox } from "@/lib/mailboxes/delete-mailbox";
import { compareDatabase } from "@/lib/mailboxes/deletion-gate";
import { readStamp } from "@/lib/mailboxes/ownership";
import { retryOperation } from "@/lib/mailboxes/retry-operation";
import { updateMailbox } from "@/lib/mailboxes/update-mailbox";
import { findMailbox } from "@/lib/mailcow/mailboxes";
import type { SandboxFault } from "@/lib/sandbox/fault";
import { acceptEveryLogin } from "@/tests/support/accept-every-login";
import { openTestPortal, type RegisteredPerson, type TestPortal } from "@/tests/support/test-portal";

const ADMIN: Actor = { kind: "system", name: "test" };
const HISTORIES = 60;

let portal: TestPortal;
let worker: WorkerContext;
beforeAll(async () => {
  portal = await openTestPortal({
    client: {
      breaker: { failures: 100_000 },
      deadlinesMs: { read: 250, write: 250, delete: 250 },
    },
  });
  worker = { ...acceptEveryLogin(portal.context), passwordHasher: quickHasher, rateLimits: unlimited() };
  // What a worker does when it starts; after a failure it would be tried again only seconds later.
  await compareDatabase(worker);
});
afterAll(() => portal.close());

/** Real hashes of the real kind, cheap enough for thousands. */
const CHEAP = { type: argon2.argon2id, memoryCost: 1_024, timeCost: 2, parallelism: 1 } as const;
const quickHasher: WorkerContext["passwordHasher"] = {
  hash: (password) => argon2.hash(password, CHEAP),
  verify: async (hash, password) => hash !== null && argon2.verify(hash, password),
  needsRehash: () => false,
};

function unlimited(): WorkerContext["rateLimits"] {
  return { ...portal.context.rateLimits, consume: async () => ({ ok: true, value: undefined }) };
}

const FAULTS: readonly (SandboxFault | null)[] = [
  null,
  null,
  { kind: "down" },
  { kind: "hang", times: 1 },
  { kind: "empty", afterWork: true, times: 1 },
  { kind: "lost-response", method: "POST" },
  { kind: "lost-response", method: "POST", times: 1 },
  { kind: "html", times: 2 },
];

const wish = fc.oneof(
  fc.record({ kind: fc.constant("password" as const) }),
  fc.record({ kind: fc.constant("quota" as const), quotaMiB: fc.integer({ min: 10, max: 5_000 }) }),
  fc.record({ kind: fc.constant("delete" as const), graceHours: fc.constantFrom(0, 24) }),
  fc.record({ kind: fc.constant("undelete" as const) }),
  fc.record({ kind: fc.constant("retry" as const) }),
  fc.record({ kind: fc.constant("nothing" as const) }),
);

/** One moment: some faults, one or two workers at an operation, and a person wishing something meanwhile. */
const moment = fc.record({
  wish,
  fault: fc.constantFrom(...FAULTS),
  operation: fc.nat(),
  workers: fc.constantFrom(0, 1, 1, 2),
});
type Moment = typeof moment extends fc.Arbitrary<infer Value> ? Value : never;

/** Was once found by chance: the deletion remembered no logins, because the portal had not yet seen any. */
const DELETED_BEFORE_IT_WAS_MADE: Moment[] = [
  {
    wish: { kind: "delete", graceHours: 24 },
    fault: { kind: "lost-response", method: "POST", times: 1 },
    operation: 0,
    workers: 1,
  },
  { wish: { kind: "retry" }, fault: { kind: "lost-response", method: "POST" }, operation: 0, workers: 1 },
  { wish: { kind: "nothing" }, fault: null, operation: 0, workers: 1 },
  { wish: { kind: "undelete" }, fault: null, operation: 0, workers: 0 },
];

/** What may stand in the end: the newest wish, or after a deletion was undone any older one it cut off. */
interface Expectation {
  passwords: string[];
  quotas: number[];
}

test(`${HISTORIES} random histories of wishes, faults and racing workers end as the newest wishes say`, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(moment, { minLength: 3, maxLength: 12 }), async (moments) => {
      const expected: Expectation = { passwords: [nextPassword()], quotas: [1_024] };
      const person = await portal.register(undefined, expected.passwords[0]);
      for (const each of moments) await live(person, each, expected);
      portal.sandbox.setFault(null);
      await settle(person);
      await check(person, expected);
    }),
    { numRuns: HISTORIES, endOnFailure: true, examples: [[DELETED_BEFORE_IT_WAS_MADE]] },
  );
});

async function live(person: RegisteredPerson, each: Moment, expected: Expectation): Promise<void> {
  portal.sandbox.setFault(each.fault);
  const unfinished = await findUnfinished(person);
  const chosen = unfinished[each.operation % Math.max(1, unfinished.length)];
  const runs = chosen ? Array.from({ length: each.workers }, () => carryOutOperation(worker, chosen.id)) : [];
  await Promise.all([...runs, express(person, each.wish, expected)]);
}

async function express(person: RegisteredPerson, { kind, ...rest }: Moment["wish"], expected: Expectation) {
  const { mailboxId, address: confirmAddress } = person;
  if (kind === "password") {
    const newPassword = nextPassword();
    const changed = await changeMailboxPassword(worker, ADMIN, { mailboxId, newPassword });
    if (changed.ok) expected.passwords = [newPassword];
  }
  if (kind === "quota" && "quotaMiB" in rest) {
    const updated = await updateMailbox(worker, ADMIN, { mailboxId, quotaMiB: rest.quotaMiB });
    if (updated.ok) expected.quotas = [rest.quotaMiB];
  }
  if (kind === "delete" && "graceHours" in rest) {
    const before = await everWished(person);
    const begun = await deleteMailbox(worker, ADMIN, {
      mailboxId,
      confirmAddress,
      graceHours: rest.graceHours,
    });
    if (begun.ok && before.hasUnfinished) {
      expected.passwords.push(...passwords);
      expected.quotas.push(...before.quotas);
    }
  }
  if (kind === "undelete") await cancelDeletion(worker, ADMIN, { mailboxId });
  if (kind === "retry") {
    for (const { id: operationId } of await findUnfinished(person))
      await retryOperation(worker, ADMIN, { operationId });
  }
}

const passwords: string[] = [];
function nextPassword(): string {
  const password = `violet ${passwords.length} harbour copper trams`;
  passwords.push(password);
  return password;
}

async function everWished({ mailboxId }: RegisteredPerson) {
  const updates = await portal.context.database.prisma.operation.findMany({ where: { mailboxId } });
  const quotas = updates.flatMap(({ change }) =>
    change !== null && typeof change === "object" && "quotaMiB" in change ? [Number(change.quotaMiB)] : [],
  );
  const hasUnfinished = updates.some(({ state }) => !["DONE", "CANCELLED"].includes(state));
  return { quotas: [1_024, ...quotas], hasUnfinished };
}

function findUnfinished({ mailboxId }: RegisteredPerson) {
  return portal.context.database.prisma.operation.findMany({
    where: { mailboxId, state: { in: ["QUEUED", "RUNNING", "WAITING"] } },
    orderBy: { createdAt: "asc" },
  });
}

/** Works until nothing is left but what waits for its grace time. */
async function settle(person: RegisteredPerson): Promise<void> {
  for (let round = 0; round < 60; round += 1) {
    const left = (await findUnfinished(person)).filter(({ reason }) => reason !== "grace-time");
    if (left.length === 0) return;
    for (const { id } of left) await carryOutOperation(worker, id);
  }
  throw new Error("the operations do not come to an end");
}

async function check(person: RegisteredPerson, expected: Expectation): Promise<void> {
  const { prisma } = portal.context.database;
  const row = await portal.getMailbox(person.mailboxId);
  const operations = await prisma.operation.findMany({ where: { mailboxId: person.mailboxId } });
  const history = operations.map(({ kind, state, reason }) => `${kind} ${state} ${reason}`).join(", ");
  expect(portal.sandbox.listMailboxes().creations[person.address] ?? 0, history).toBeLessThanOrEqual(1);
  expect(operations.every(({ state, passwordHashSealed: kept }) => state !== "DONE" || kept === null)).toBe(
    true,
  );
  expect(
    operations.filter(({ state }) => state.startsWith("NEEDS_")),
    history,
  ).toEqual([]);
  const found = await findMailbox(portal.context.mailcow, person.address);
  if (row.state === "DELETED") {
    expect(found, history).toEqual({ state: "absent" });
    return;
  }
  expect(["ACTIVE", "DELETING"], history).toContain(row.state);
  if (found.state !== "present") throw new Error(`${row.state}, but in Mailcow ${found.state}: ${history}`);
  expect(await readStamp(portal.context, found.mailbox), history).not.toBeNull();
  expect(expected.quotas, history).toContain(found.mailbox.quotaMiB);
  expect(await opensWithAny(person.address, expected.passwords), history).toBe(true);
  const { imap, smtp } = found.mailbox.protocols;
  expect([imap, smtp], history).toEqual(row.state === "ACTIVE" ? [true, true] : [false, false]);
}

async function opensWithAny(address: string, candidates: readonly string[]): Promise<boolean> {
  const { hash = "" } =
    portal.sandbox.listMailboxes().mailboxes.find((each) => each.address === address) ?? {};
  for (const password of candidates) {
    if (await argon2.verify(hash.replace("{ARGON2ID}", ""), password)) return true;
  }
  return false;
}
