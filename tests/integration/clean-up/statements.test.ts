import { afterAll, beforeAll, expect, test } from "vitest";
import { cleanUpExpired } from "@/lib/clean-up/clean-up-expired";
import { createCleanUpLane } from "@/lib/clean-up/clean-up-lane";
import { listDueDeletions } from "@/lib/clean-up/list-due-deletions";
import { countStatements, watchStatements } from "@/tests/support/count-statements";
import { OPERATOR, openSeededPortal, type SeededPortal } from "@/tests/support/seeded-portal";

const SMALL = 100;
const LARGE = 1_000;
const MOST_TO_DELETE_ONE = 30;

const portals: Record<number, SeededPortal> = {};
beforeAll(async () => {
  for (const count of [SMALL, LARGE]) portals[count] = await openSeededPortal({ count });
  watchStatements();
});
afterAll(async () => {
  for (const portal of Object.values(portals)) await portal.close();
});

/** Statements of the round that begins these deletions, with the grace time over at once. */
async function begin(portal: SeededPortal, from: number, items: number): Promise<number> {
  const { database } = portal.context;
  const ids = portal.seeds.slice(from, from + items).map(({ id }) => id);
  await database.pool.query("update mailbox set expires_at = now() where id = any($1::uuid[])", [ids]);
  return countStatements(async () => {
    const result = await cleanUpExpired(portal.context, OPERATOR, { graceHours: 0, isApproved: true });
    expect(result.ok && result.value.begun).toBe(items);
  });
}

/** The fewest statements of several deletions: one that a slow machine interrupts asks some things twice. */
async function deleteEach(portal: SeededPortal, items: number): Promise<number> {
  const { database } = portal.context;
  await database.pool.query(
    `update operation set change = change || '{"loginsCut": true}' where kind = 'DELETE_MAILBOX' and state = 'QUEUED'`,
  );
  const due = await listDueDeletions(portal.context, items);
  // The lane would carry out all that are due after the first; here each is to be counted by itself.
  await database.pool.query("update operation set state = 'NEEDS_ADMIN' where id = any($1::uuid[])", [due]);
  const counts: number[] = [];
  for (const id of due) {
    await database.pool.query("update operation set state = 'QUEUED' where id = $1", [id]);
    counts.push(await countStatements(() => createCleanUpLane(portal.context).carryOut(id)));
  }
  expect((await portal.countStates()).DELETED).toBe(items);
  return Math.min(...counts);
}

test("a deletion costs as many statements among 1,000 mailboxes as among 100, and so does beginning it", async () => {
  const costs = [];
  for (const portal of [portals[SMALL], portals[LARGE]]) {
    if (!portal) throw new Error("no portal");
    const [few, many] = [await begin(portal, 0, 2), await begin(portal, 2, 4)];
    costs.push({ toBeginTwoMore: many - few, toDeleteOne: await deleteEach(portal, 6) });
  }
  const [small, large] = costs;
  expect(large).toEqual(small);
  expect(small?.toDeleteOne).toBeLessThanOrEqual(MOST_TO_DELETE_ONE);
});
