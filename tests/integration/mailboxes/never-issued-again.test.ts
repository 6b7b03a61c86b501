import argon2 from "argon2";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { registerAccount } from "@/lib/accounts/register-account";
import type { WorkerContext } from "@/lib/context/portal-context";
import { isUniqueViolation } from "@/lib/database/unique-violation";
import { parseWholeAddress } from "@/lib/mailboxes/address";
import { cancelDeletion } from "@/lib/mailboxes/cancel-deletion";
import { carryOutOperation } from "@/lib/mailboxes/carry-out-operation";
import { AddressTakenError, claimFreeAddress } from "@/lib/mailboxes/claim-address";
import { deleteMailbox } from "@/lib/mailboxes/delete-mailbox";
import { createTemporaryMailbox } from "@/lib/temporary-mailboxes/create-temporary-mailbox";
import { acceptEveryLogin } from "@/tests/support/accept-every-login";
import { OPERATOR } from "@/tests/support/seeded-portal";
import {
  newName,
  openTestPortal,
  TEST_PASSWORD,
  type TestPortal,
  VISITOR,
} from "@/tests/support/test-portal";

const HISTORIES = 12;
/** Each is dozens of transactions, on a machine that may have other work. */
const TIMEOUT_MS = 240_000;

let portal: TestPortal;
let context: WorkerContext;
beforeAll(async () => {
  portal = await openTestPortal();
  context = {
    ...acceptEveryLogin(portal.context),
    passwordHasher: {
      ...portal.context.passwordHasher,
      hash: (password) => argon2.hash(password, { memoryCost: 1_024, timeCost: 2, parallelism: 1 }),
    },
    rateLimits: { ...portal.context.rateLimits, consume: async () => ({ ok: true, value: undefined }) },
  };
});
afterAll(() => portal.close());

const one = fc.nat(30);
const moment = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant("register" as const), name: fc.nat(1), spelling: fc.nat(3) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("generate" as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("draw again" as const), one }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("delete" as const),
      one,
      graceHours: fc.constantFrom(0, 0, 24),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("undo" as const), one }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("work" as const), workers: fc.constantFrom(1, 2) }) },
);
type Moment = typeof moment extends fc.Arbitrary<infer Value> ? Value : never;

/** Each address with the mailbox it was given out for. */
type Issued = Map<string, string>;

/** As people type them: Mailcow takes the first three for one address, and the last looks like it. */
const SPELLINGS: readonly ((name: string) => string)[] = [
  (name) => name,
  (name) => name.toUpperCase(),
  (name) => ` ${name} `,
  (name) => `${name.slice(0, 3)}.${name.slice(3)}`,
];

test(`in ${HISTORIES} random histories no address is given out twice, whatever became of it`, {
  timeout: TIMEOUT_MS,
}, async () => {
  let retired = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(moment, { minLength: 6, maxLength: 14 }), async (moments) => {
      const names = [newName(), newName()];
      const issued: Issued = new Map();
      for (const each of moments) await live(issued, names, each);
      await deleteAll(issued);
      retired += await check(issued);
    }),
    { numRuns: HISTORIES, endOnFailure: true },
  );
  // Else nothing would have been shown.
  expect(retired).toBeGreaterThan(HISTORIES / 2);
});

async function live(issued: Issued, names: readonly string[], each: Moment): Promise<void> {
  switch (each.kind) {
    case "register":
      return register(issued, SPELLINGS[each.spelling]?.(names[each.name] ?? "") ?? "");
    case "generate": {
      const made = await createTemporaryMailbox(context, OPERATOR, {});
      if (!made.ok) throw new Error(made.failure.reason);
      return issue(issued, made.value.address, made.value.mailboxId);
    }
    case "draw again":
      return drawAgain(pick(issued, each.one)?.address);
    case "delete": {
      const mailbox = pick(issued, each.one);
      if (!mailbox) return;
      const { address: confirmAddress, mailboxId } = mailbox;
      await deleteMailbox(context, OPERATOR, { mailboxId, confirmAddress, graceHours: each.graceHours });
      return;
    }
    case "undo": {
      const mailbox = pick(issued, each.one);
      if (mailbox) await cancelDeletion(context, OPERATOR, { mailboxId: mailbox.mailboxId });
      return;
    }
    case "work":
      return work(issued, each.workers);
  }
}

async function register(issued: Issued, localPart: string): Promise<void> {
  const domain = portal.sandbox.domain;
  const result = await registerAccount(context, VISITOR, {
    localPart,
    domain,
    password: TEST_PASSWORD,
    recoveryEmail: undefined,
  });
  if (!result.ok) return;
  const mailbox = await portal.getMailbox(result.value.mailboxId);
  issue(issued, mailbox.address ?? "", mailbox.id);
}

function issue(issued: Issued, address: string, mailboxId: string): void {
  expect(issued.has(address), `${address} was given out again`).toBe(false);
  // Nor one that reads the same.
  const plain = (text: string) => text.replaceAll(".", "");
  expect([...issued.keys()].map(plain)).not.toContain(plain(address));
  issued.set(address, mailboxId);
}

/** If chance drew a name a second time: in its own transaction, as the drawing does. */
async function drawAgain(address: string | undefined): Promise<void> {
  const parsed = parseWholeAddress(address ?? "");
  if (!parsed) return;
  const claim = context.database.prisma.$transaction((transaction) =>
    claimFreeAddress(transaction, context, parsed),
  );
  const refusal: unknown = await claim.then(
    () => null,
    (error: unknown) => error,
  );
  expect(refusal instanceof AddressTakenError || isUniqueViolation(refusal), address).toBe(true);
}

function pick(issued: Issued, index: number): { address: string; mailboxId: string } | undefined {
  const all = [...issued].map(([address, mailboxId]) => ({ address, mailboxId }));
  return all[index % Math.max(1, all.length)];
}

/** Else most histories would end with everybody alive. Those in their grace time stay there. */
async function deleteAll(issued: Issued): Promise<void> {
  for (const [confirmAddress, mailboxId] of issued) {
    await deleteMailbox(context, OPERATOR, { mailboxId, confirmAddress, graceHours: 0 });
  }
  await work(issued, 1);
}

async function work(issued: Issued, workers: number): Promise<void> {
  const unfinished = await context.database.prisma.operation.findMany({
    where: { mailboxId: { in: [...issued.values()] }, state: { in: ["QUEUED", "RUNNING", "WAITING"] } },
    orderBy: { createdAt: "asc" },
  });
  for (const { id } of unfinished) {
    await Promise.all(Array.from({ length: workers }, () => carryOutOperation(context, id)));
  }
}

/** One claim each, kept for ever; of a deleted one only keyed hashes, and every door is shut. */
async function check(issued: Issued): Promise<number> {
  const { prisma } = context.database;
  let retired = 0;
  for (const [address, mailboxId] of issued) {
    const { addressClaimId, state } = await portal.getMailbox(mailboxId);
    const claims = await prisma.addressClaim.findMany({
      where: { addressHash: { in: [...context.keyring.hmacs("address", address)] } },
    });
    expect(claims.map(({ id }) => id)).toEqual([addressClaimId]);
    expect(claims[0]?.state).toBe(state === "DELETED" ? "RETIRED" : "IN_USE");
    if (state === "DELETED") retired += 1;
    await drawAgain(address);
    const [localPart = "", domain = ""] = address.split("@");
    const again = await registerAccount(context, VISITOR, {
      localPart,
      domain,
      password: TEST_PASSWORD,
      recoveryEmail: undefined,
    });
    expect(again.ok, `${address} was given out again`).toBe(false);
  }
  return retired;
}
