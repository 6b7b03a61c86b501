import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import type { SystemActor, VisitorActor } from "@/lib/context/actor";
import { createDatabase, type Database } from "@/lib/database/create-database";
import {
  countMailboxes,
  type FoundMailbox,
  MOST_COUNTED,
  mailboxSorts,
  type SearchMailboxesInput,
  searchMailboxes,
  searchMailboxesInput,
} from "@/lib/mailboxes/search-mailboxes";
import { insertManyMailboxes } from "@/tests/support/many-mailboxes";
import { createTestDatabase, type TestDatabase } from "@/tests/support/test-database";

const OPERATOR: SystemActor = { kind: "system", name: "test" };

/** Enough that a plan which reads everything differs from one that does not. */
const ROWS = 13_000;

let database: Database;
let testDatabase: TestDatabase;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = createDatabase(testDatabase.url, { applicationName: "test", maxConnections: 2 });
  await insertManyMailboxes(database, ROWS);
});
afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});

type Given = Partial<z.input<typeof searchMailboxesInput>>;

async function search(given: Given, on: Pick<Database, "pool"> = database) {
  const input = searchMailboxesInput.parse(given);
  const found = await searchMailboxes({ database: { ...database, ...on } }, OPERATOR, input);
  if (!found.ok) throw new Error(found.failure.reason);
  return found.value;
}

async function searchAll(given: Given): Promise<readonly FoundMailbox[]> {
  const all: FoundMailbox[] = [];
  let cursor: string | null = null;
  do {
    const page = await search({ ...given, limit: 200, ...(cursor ? { cursor } : {}) });
    all.push(...page.mailboxes);
    cursor = page.nextCursor;
  } while (cursor);
  return all;
}

const RISING: Record<SearchMailboxesInput["sort"], (row: FoundMailbox) => string> = {
  newest: ({ id }) => id,
  oldest: ({ id }) => id,
  address: ({ address }) => address ?? "",
  expiry: ({ id, expiresAt }) => `${expiresAt?.toISOString()} ${id}`,
};

describe("pages", () => {
  test.each(mailboxSorts)("by %s hold every mailbox once, in order, and end", async (sort) => {
    const all = await searchAll({ sort });
    const keys = all.map(RISING[sort]);
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    expect(sort === "newest" ? keys.toReversed() : keys).toEqual([...keys].sort());
    const living = (ROWS * 4) / 5;
    expect(all).toHaveLength(sort === "expiry" ? (ROWS * 3) / 5 : living);
  });

  test.each(mailboxSorts)("by %s lead back to where they came from", async (sort) => {
    const forth = [await search({ sort, limit: 7 })];
    expect(forth[0]?.previousCursor).toBeNull();
    for (let page = 1; page < 4; page += 1) {
      forth.push(await search({ sort, limit: 7, cursor: forth.at(-1)?.nextCursor ?? "" }));
    }
    let last = forth.at(-1);
    for (const expected of forth.slice(0, -1).toReversed()) {
      last = await search({ sort, limit: 7, direction: "back", cursor: last?.previousCursor ?? "" });
      expect(last.mailboxes).toEqual(expected.mailboxes);
      expect(last.nextCursor).toBe(expected.nextCursor);
    }
    expect(last?.previousCursor).toBeNull();
  });

  test("a cursor of another order, and nonsense in it, is a list and no error", async () => {
    const cursor = Buffer.from(JSON.stringify(["yesterday", crypto.randomUUID()])).toString("base64url");
    expect((await search({ sort: "expiry", cursor })).mailboxes).toHaveLength(50);
  });

  test("a page far in reads no more of the database than the first one", async () => {
    for (const given of [{}, { sort: "expiry" }, { sort: "address" }, { domain: "two.test" }] as const) {
      const first = await readBlocks({ ...given, limit: 10 });
      let cursor: string | null = null;
      for (let page = 1; page < 20; page += 1) {
        const { nextCursor } = await search({ ...given, limit: 200, ...(cursor ? { cursor } : {}) });
        cursor = nextCursor ?? cursor;
      }
      const last = await readBlocks({ ...given, limit: 10, ...(cursor ? { cursor } : {}) });
      // One page of an index lies a level deeper than another, and a row's owner is found or not.
      expect(last, JSON.stringify(given)).toBeLessThan(first * 1.5 + 20);
      expect(first, JSON.stringify(given)).toBeLessThan(120);
    }
  });
});

describe("a part of an address", () => {
  test("is found wherever it stands", async () => {
    const found = await searchAll({ query: "one0004" });
    const expected = /one0004/;
    expect(found.length).toBeGreaterThan(10);
    expect(found.every(({ address }) => expected.test(address ?? ""))).toBe(true);
    const everybody = await searchAll({});
    expect(found).toHaveLength(everybody.filter(({ address }) => expected.test(address ?? "")).length);
  });

  test.each(["%", "_", "\\", "some_ne", "s%e"])(
    "%s stands for itself and not for anything",
    async (query) => {
      expect((await search({ query })).mailboxes).toEqual([]);
    },
  );

  test("is looked up in an index", async () => {
    const plan = await explain({ query: "nobody-is-called-so" });
    expect(plan).toContain("mailbox_address_trigrams");
    expect(plan).not.toContain("Seq Scan on mailbox");
  });

  test("with a zero byte in it is refused at the door, not by the database", () => {
    expect(searchMailboxesInput.safeParse({ query: "a\0b" }).success).toBe(false);
  });
});

describe("the count", () => {
  test("agrees with the list", async () => {
    for (const given of [
      { purpose: "temporary" },
      { domain: "rare.test" },
      { state: "needs-admin" },
      { sort: "expiry" },
    ] as const) {
      const input = searchMailboxesInput.parse(given);
      const counted = await countMailboxes({ database }, OPERATOR, input);
      expect(counted).toEqual({
        ok: true,
        value: { count: (await searchAll(given)).length, isMore: false },
      });
    }
  });

  test("ends where nobody counts any more", async () => {
    const counted = await countMailboxes({ database }, OPERATOR, searchMailboxesInput.parse({}));
    expect(counted).toEqual({ ok: true, value: { count: MOST_COUNTED, isMore: true } });
  });
});

test("only admins search and count", async () => {
  const input = searchMailboxesInput.parse({});
  const visitor: VisitorActor = { kind: "visitor", networkAddress: "192.0.2.1" };
  const refused = { ok: false, failure: { reason: "not-allowed" } };
  expect(await searchMailboxes({ database }, visitor, input)).toEqual(refused);
  expect(await countMailboxes({ database }, visitor, input)).toEqual(refused);
});

/** The very statement that the search sends, with its values. */
async function catchStatement(given: Given): Promise<{ text: string; values: unknown[] }> {
  const sent: { text: string; values: unknown[] }[] = [];
  const pool = new Proxy(database.pool, {
    get: (target, name) =>
      name === "query"
        ? (text: string, values: unknown[]) => {
            sent.push({ text, values });
            return target.query(text, values);
          }
        : Reflect.get(target, name),
  });
  await search(given, { pool });
  const [statement] = sent;
  if (!statement || sent.length !== 1) throw new Error(`the search sent ${sent.length} statements`);
  return statement;
}

async function explain(given: Given): Promise<string> {
  const { text, values } = await catchStatement(given);
  const { rows } = await database.pool.query<{ "QUERY PLAN": string }>(`explain ${text}`, values);
  return rows.map((row) => row["QUERY PLAN"]).join("\n");
}

const planSchema = z.tuple([
  z.object({ Plan: z.object({ "Shared Hit Blocks": z.number(), "Shared Read Blocks": z.number() }) }),
]);

async function readBlocks(given: Given): Promise<number> {
  const { text, values } = await catchStatement(given);
  const { rows } = await database.pool.query<{ "QUERY PLAN": unknown }>(
    `explain (analyze, buffers, format json) ${text}`,
    values,
  );
  const [{ Plan }] = planSchema.parse(rows[0]?.["QUERY PLAN"]);
  return Plan["Shared Hit Blocks"] + Plan["Shared Read Blocks"];
}
