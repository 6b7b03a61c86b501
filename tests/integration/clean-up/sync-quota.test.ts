import { afterAll, beforeAll, expect, test } from "vitest";
import { syncQuota } from "@/lib/clean-up/sync-quota";
import { OPERATOR, openSeededPortal, type SeededPortal } from "@/tests/support/seeded-portal";

const DOMAINS = ["pasture.test", "second.test", "third.test"];
const MAILBOXES = 10_000;

let portal: SeededPortal;
beforeAll(async () => {
  portal = await openSeededPortal({ count: MAILBOXES, domains: DOMAINS });
});
afterAll(() => portal.close());

async function sync(isDryRun = false) {
  portal.sandbox.resetCalls();
  const result = await syncQuota(portal.context, OPERATOR, { isDryRun });
  if (!result.ok) throw new Error(result.failure.reason);
  return result.value;
}

/** Every version a row has had: an UPDATE that changes nothing still makes one. */
async function rowVersions(): Promise<string> {
  const { rows } = await portal.context.database.pool.query<{ versions: string }>(
    "select md5(string_agg(id::text || xmin::text, ',' order by id)) as versions from mailbox",
  );
  return rows[0]?.versions ?? "";
}

test("10,000 mailboxes in three domains cost three calls, and a second sync writes no row", async () => {
  expect(await sync(true)).toMatchObject({ planned: MAILBOXES, changed: MAILBOXES });
  expect(await sync()).toMatchObject({ state: "done", planned: MAILBOXES, changed: MAILBOXES });
  expect(portal.sandbox.calls().map(({ path }) => path)).toEqual(
    DOMAINS.map((domain) => `/api/v1/get/mailbox/reduced/${domain}`),
  );
  const before = await rowVersions();
  expect(await sync()).toMatchObject({ state: "done", changed: 0 });
  expect(portal.sandbox.calls()).toHaveLength(3);
  expect(await rowVersions()).toBe(before);
});

test("the day's usage has a line for each domain", async () => {
  await sync();
  const days = await portal.context.database.prisma.usageDay.findMany({ orderBy: { domainName: "asc" } });
  expect(days.map(({ domainName, active }) => [domainName, active])).toEqual([
    ["pasture.test", 3_334],
    ["second.test", 3_333],
    ["third.test", 3_333],
  ]);
});

test("a listing that ends in the middle changes nothing", async () => {
  await portal.context.database.pool.query("update mailbox set used_bytes = 5");
  portal.sandbox.setFault({ kind: "cut-json", path: "reduced/third" });
  const before = await rowVersions();
  expect(await sync()).toMatchObject({ state: "failed", reason: "mail-server-unclear" });
  expect(await rowVersions()).toBe(before);
  portal.sandbox.setFault(null);
});
