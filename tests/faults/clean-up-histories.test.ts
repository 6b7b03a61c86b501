import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { acceptDatabase } from "@/lib/clean-up/accept-database";
import { cleanUpExpired } from "@/lib/clean-up/clean-up-expired";
import { watchClock } from "@/lib/clean-up/clock-watch";
import type { WorkerContext } from "@/lib/context/portal-context";
import { cancelDeletion } from "@/lib/mailboxes/cancel-deletion";
import { carryOutOperation } from "@/lib/mailboxes/carry-out-operation";
import { deleteMailbox as askToDelete } from "@/lib/mailboxes/delete-mailbox";
import type { MailcowClient } from "@/lib/mailcow/create-mailcow-client";
import { deleteMailbox, findMailbox, setCustomAttributes } from "@/lib/mailcow/mailboxes";
import type { SandboxFault } from "@/lib/sandbox/fault";
import { acceptEveryLogin } from "@/tests/support/accept-every-login";
import { makeByHand } from "@/tests/support/make-by-hand";
import type { Seed } from "@/tests/support/seeded-mailboxes";
import { OPERATOR, openSeededPortal, type SeededPortal } from "@/tests/support/seeded-portal";

const HISTORIES = 25;
const ACTORS = 3;
const MINUTE_MS = 60_000;

let portal: SeededPortal;
let worker: WorkerContext;
beforeAll(async () => {
  // Twice as many as are played with: what is left alone keeps the listing believable.
  portal = await openSeededPortal({ count: HISTORIES * ACTORS * 2 });
  const context = portal.connect({
    breaker: { failures: 100_000 },
    deadlinesMs: { read: 1_000, list: 1_000, write: 1_000, delete: 1_000 },
  });
  worker = acceptEveryLogin({ ...context, mailcow: watched(context.mailcow) });
});
afterAll(() => portal.close());

/** How Mailcow's list of mailboxes arrives. */
const LISTINGS = {
  whole: (entries: readonly unknown[]) => entries,
  empty: () => [],
  truncated: (entries: readonly unknown[]) => entries.slice(0, Math.floor(entries.length / 3)),
  "another server's": (entries: readonly unknown[]) =>
    entries.map((entry) => ({ ...Object(entry), custom_attributes: [] })),
} as const;
let listing: keyof typeof LISTINGS = "whole";

/** What the test itself knows of each mailbox that was played with, to judge every deletion by. */
interface Known {
  readonly seed: Seed;
  isExpired: boolean;
  isAskedFor: boolean;
  isMadeByHand: boolean;
  isLegacy: boolean;
}
const known = new Map<string, Known>();
const deleted: string[] = [];
const violations: string[] = [];

function watched(client: MailcowClient): MailcowClient {
  return {
    ...client,
    get: async (endpoint, parameters, deadline) => {
      const answer = await client.get(endpoint, parameters, deadline);
      return endpoint === "get/mailbox/reduced" && Array.isArray(answer) ? LISTINGS[listing](answer) : answer;
    },
    post: async (endpoint, body, deadline) => {
      if (endpoint === "delete/mailbox") await judge(String(Object(body)[0]));
      return client.post(endpoint, body, deadline);
    },
    withPriority: (priority) => watched(client.withPriority(priority)),
  };
}

/** The invariants, looked at the moment before Mailcow is told to delete. */
async function judge(address: string): Promise<void> {
  deleted.push(address);
  const mailbox = known.get(address);
  const blame = (what: string) => violations.push(`${address} was deleted, ${what}`);
  if (!mailbox) return void blame("which nobody touched");
  if (mailbox.isMadeByHand) blame("which was made by hand");
  if (mailbox.isLegacy) blame("which is a legacy mailbox");
  if (!mailbox.isAskedFor && !mailbox.isExpired) blame("though neither expired nor asked for");
  const { pool } = portal.context.database;
  const hold = await pool.query("select from instance_fact where name = 'deletions-on-hold'");
  if (hold.rows.length > 0) blame("while deletions are on hold");
  const { rows } = await pool.query(
    `select from operation where mailbox_id = $1 and kind = 'DELETE_MAILBOX' and state = 'RUNNING'
       and (change ->> 'deleteAfter')::timestamptz <= now()`,
    [mailbox.seed.id],
  );
  if (rows.length !== 1) blame("within its grace time");
}

const who = fc.nat(ACTORS - 1);
const graceHours = fc.constantFrom(0, 0, 24);
const moment = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("expire" as const), who }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("extend" as const), who }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("ask" as const), who, graceHours }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("undo" as const), who }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("make by hand" as const), who }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("make legacy" as const), who }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("change mark" as const), who }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("accept" as const) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant("round" as const),
      graceHours,
      isApproved: fc.boolean(),
      listing: fc.constantFrom(
        ...(["whole", "whole", "whole", "empty", "truncated", "another server's"] as const),
      ),
      jumpMs: fc.constantFrom(0, 0, 0, 0, 6 * MINUTE_MS, -6 * MINUTE_MS),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant("work" as const),
      times: fc.constantFrom(1, 1, 2),
      fault: fc.constantFrom<SandboxFault | null>(
        null,
        null,
        null,
        { kind: "lost-response", method: "POST", times: 1 },
        { kind: "lost-response", path: "delete/mailbox$", times: 1 },
        { kind: "empty", path: "get/mailbox/", times: 1 },
        { kind: "down", times: 2 },
      ),
    }),
  },
);
type Moment = typeof moment extends fc.Arbitrary<infer Value> ? Value : never;

test(`${HISTORIES} random histories of wishes, rounds and faults delete only what may be deleted`, async () => {
  let played = 0;
  const rounds = { begun: 0, refused: 0 };
  await fc.assert(
    fc.asyncProperty(fc.array(moment, { minLength: 8, maxLength: 24 }), async (moments) => {
      const cast = portal.seeds.slice(played * ACTORS, (played + 1) * ACTORS).map(introduce);
      played += 1;
      for (const each of moments) await live(cast, each, rounds);
      portal.sandbox.setFault(null);
      listing = "whole";
      await acceptDatabase(worker, OPERATOR);
      await work(cast, 3);
      expect(violations).toEqual([]);
      for (const mailbox of cast) await checkEnd(mailbox);
    }),
    { numRuns: HISTORIES, endOnFailure: true },
  );
  // Else nothing would have been shown.
  expect(deleted.length).toBeGreaterThan(HISTORIES / 4);
  expect(Math.min(rounds.begun, rounds.refused)).toBeGreaterThan(HISTORIES / 4);
});

function introduce(seed: Seed): Known {
  const mailbox = { seed, isExpired: false, isAskedFor: false, isMadeByHand: false, isLegacy: false };
  known.set(seed.address, mailbox);
  return mailbox;
}

async function live(cast: readonly Known[], each: Moment, rounds: { begun: number; refused: number }) {
  if (each.kind === "accept") return void (await acceptDatabase(worker, OPERATOR));
  if (each.kind === "work") {
    portal.sandbox.setFault(each.fault);
    await work(cast, each.times);
    return portal.sandbox.setFault(null);
  }
  if (each.kind === "round") {
    const outcome = await doRound(each);
    if (outcome.begun > 0) rounds.begun += 1;
    if (outcome.state === "refused") rounds.refused += 1;
    return;
  }
  const mailbox = cast[each.who];
  if (mailbox) await touch(mailbox, each);
}

async function doRound(each: Extract<Moment, { kind: "round" }>) {
  listing = each.listing;
  let wallMs = 0;
  const watch = watchClock({ wallMs: () => wallMs, monotonicMs: () => 0 });
  wallMs = each.jumpMs;
  const { graceHours: hours, isApproved } = each;
  const result = await cleanUpExpired(worker, OPERATOR, { graceHours: hours, isApproved }, watch);
  listing = "whole";
  if (!result.ok) throw new Error(result.failure.reason);
  const mayBegin = each.jumpMs === 0 && (each.listing === "whole" || isApproved);
  if (!mayBegin && result.value.begun > 0) violations.push(`a round began ${JSON.stringify(each)}`);
  return result.value;
}

async function touch(mailbox: Known, each: Extract<Moment, { who: number }>): Promise<void> {
  const { id: mailboxId, address } = mailbox.seed;
  const { pool } = portal.context.database;
  const expireIn = (interval: string) =>
    pool.query("update mailbox set expires_at = now() + $2::interval where id = $1", [mailboxId, interval]);
  switch (each.kind) {
    case "expire":
      mailbox.isExpired = true;
      await expireIn("-1 hour");
      break;
    case "extend":
      mailbox.isExpired = false;
      await expireIn("1 day");
      break;
    case "ask": {
      const wish = { mailboxId, confirmAddress: address, graceHours: each.graceHours };
      const asked = await askToDelete(worker, OPERATOR, wish);
      if (asked.ok) mailbox.isAskedFor = true;
      break;
    }
    case "undo":
      if ((await cancelDeletion(worker, OPERATOR, { mailboxId })).ok) mailbox.isAskedFor = false;
      break;
    case "make by hand":
      await makeAgain(mailbox);
      break;
    case "make legacy":
      mailbox.isLegacy = true;
      await pool.query("update mailbox set backend = 'LEGACY' where id = $1", [mailboxId]);
      break;
    case "change mark":
      await changeMark(mailbox.seed);
      break;
  }
}

/** Deleted and made again at the same second of Mailcow's clock or another, by an admin who knows of no portal. */
async function makeAgain(mailbox: Known): Promise<void> {
  const { mailcow } = portal.context;
  const { address } = mailbox.seed;
  if ((await findMailbox(mailcow, address)).state === "present") await deleteMailbox(mailcow, address);
  mailbox.isMadeByHand = true;
  await makeByHand(mailcow, address);
}

async function changeMark({ address }: Seed): Promise<void> {
  const lookup = await findMailbox(portal.context.mailcow, address);
  if (lookup.state !== "present") return;
  const attributes = Object.entries(lookup.mailbox.customAttributes).map(([name, value]) => [
    name,
    String(value),
  ]);
  await setCustomAttributes(portal.context.mailcow, address, {
    ...Object.fromEntries(attributes),
    pasture_epoch: "1.k1.not-the-proof",
  });
}

/** Every operation that is not at its end, delivered so many times at once, as two workers could. */
async function work(cast: readonly Known[], times: number): Promise<void> {
  const unfinished = await portal.context.database.prisma.operation.findMany({
    where: {
      mailboxId: { in: cast.map(({ seed }) => seed.id) },
      state: { in: ["QUEUED", "RUNNING", "WAITING"] },
    },
    orderBy: { createdAt: "asc" },
  });
  for (const { id } of unfinished) {
    await Promise.all(Array.from({ length: times }, () => carryOutOperation(worker, id)));
  }
}

/** A deleted mailbox is gone and its address retired; one made by hand is there whatever the portal believes. */
async function checkEnd({ seed, isMadeByHand, isLegacy }: Known): Promise<void> {
  const row = await portal.getMailbox(seed.id);
  const isThere = (await findMailbox(portal.context.mailcow, seed.address)).state === "present";
  if (isMadeByHand || isLegacy) expect(isThere || !isMadeByHand, seed.address).toBe(true);
  else expect(isThere, seed.address).toBe(row.state !== "DELETED");
  if (row.state !== "DELETED") return;
  const { prisma } = portal.context.database;
  const claim = await prisma.addressClaim.findUniqueOrThrow({ where: { id: row.addressClaimId } });
  expect(claim).toMatchObject({ state: "RETIRED", address: null });
}
