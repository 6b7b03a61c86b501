import { parseArgs } from "node:util";
import type { SystemActor } from "@/lib/context/actor";
import { createDatabase, type Database } from "@/lib/database/create-database";
import {
  countMailboxes,
  type SearchMailboxesInput,
  searchMailboxes,
  searchMailboxesInput,
} from "@/lib/mailboxes/search-mailboxes";
import { insertManyMailboxes } from "@/tests/support/many-mailboxes";
import { createTestDatabase, leaveTestServer } from "@/tests/support/test-database";

const { values } = parseArgs({
  options: {
    rows: { type: "string", default: "100000" },
    pages: { type: "string", default: "1000" },
    "without-trigrams": { type: "boolean", default: false },
  },
});
const rows = Number(values.rows);
const pages = Number(values.pages);
const TURNS = 60;
const OPERATOR: SystemActor = { kind: "system", name: "bench" };

const testDatabase = await createTestDatabase();
const database = createDatabase(testDatabase.url, { applicationName: "bench", maxConnections: 2 });
await insertManyMailboxes(database, rows);
// As on a server whose operator may not create extensions.
if (values["without-trigrams"]) await database.pool.query("drop index if exists mailbox_address_trigrams");
await measurePages({});
await measurePages({ sort: "oldest" });
await measurePages({ sort: "address" });
await measurePages({ sort: "expiry" });
await measurePages({ purpose: "temporary" });
await measurePages({ domain: "two.test" });
await measurePages({ domain: "two.test", sort: "address" });
await measureSearches([
  { query: "someone04" },
  { query: "e04217" },
  { query: "zz" },
  { query: "nobody-has-this" },
  { query: "77", sort: "address" },
  { query: "_%" },
  { query: "9", domain: "rare.test" },
  { domain: "rare.test" },
  { domain: "rare.test", sort: "address" },
  { domain: "rare.test", sort: "expiry" },
  { state: "needs-admin" },
  { state: "needs-admin", sort: "address" },
  { state: "needs-admin", sort: "expiry" },
  { state: "needs-admin", domain: "two.test", query: "0" },
  { state: "deleted" },
  { state: "deleted", domain: "rare.test" },
]);
for (const given of [{}, { domain: "two.test" }, { query: "e04217" }, { query: "zz" }])
  await measureCount(given);
await database.close();
await testDatabase.drop();
await leaveTestServer();

/** Walks forward from page to page, then looks at the first and the last one in turns: other times, other machine. */
async function measurePages(given: Partial<SearchMailboxesInput>): Promise<void> {
  const all: number[] = [];
  let cursor: string | undefined;
  let page = 0;
  let next: string | null = null;
  do {
    page += 1;
    if (next) cursor = next;
    const { ms, nextCursor } = await timed(database, given, cursor);
    all.push(ms);
    next = nextCursor;
  } while (next && page < pages);
  const first: number[] = [];
  const last: number[] = [];
  for (let turn = 0; turn < TURNS; turn += 1) {
    first.push((await timed(database, given)).ms);
    last.push((await timed(database, given, cursor)).ms);
  }
  report({
    ...given,
    pages: page,
    anyPageP95Ms: rounded(quantile(all, 0.95)),
    page1Ms: rounded(quantile(first, 0.5)),
    lastPageMs: rounded(quantile(last, 0.5)),
    lastToFirst: rounded(quantile(last, 0.5) / quantile(first, 0.5)),
  });
}

async function measureSearches(searches: readonly Partial<SearchMailboxesInput>[]): Promise<void> {
  for (const search of searches) {
    const times: number[] = [];
    let found = 0;
    for (let turn = 0; turn < TURNS; turn += 1) {
      const answer = await timed(database, search);
      times.push(answer.ms);
      found = answer.found;
    }
    report({ ...search, found, p50Ms: rounded(quantile(times, 0.5)), p95Ms: rounded(quantile(times, 0.95)) });
  }
}

/** What the page asks beside the list, to say how many could be chosen. */
async function measureCount(given: Partial<SearchMailboxesInput>): Promise<void> {
  const times: number[] = [];
  const search = searchMailboxesInput.parse(given);
  for (let turn = 0; turn < TURNS; turn += 1) {
    const startedAt = performance.now();
    await countMailboxes({ database }, OPERATOR, search);
    times.push(performance.now() - startedAt);
  }
  report({
    count: given,
    p50Ms: rounded(quantile(times, 0.5)),
    p95Ms: rounded(quantile(times, 0.95)),
  });
}

async function timed(on: Database, given: Partial<SearchMailboxesInput>, cursor?: string) {
  const input = searchMailboxesInput.parse({ ...given, ...(cursor ? { cursor } : {}) });
  const startedAt = performance.now();
  const result = await searchMailboxes({ database: on }, OPERATOR, input);
  const ms = performance.now() - startedAt;
  if (!result.ok) throw new Error(result.failure.reason);
  return { ms, nextCursor: result.value.nextCursor, found: result.value.mailboxes.length };
}

function quantile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}

function report(line: Record<string, unknown>): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
