import type { Locator } from "@playwright/test";
import { expect, test } from "@/tests/support/e2e/admin-test";
import { forgetMailboxes, insertLegacyMailboxes } from "@/tests/support/e2e/insert-mailboxes";

const DOMAIN = "expired.example";

test.afterEach(({ database }) => forgetMailboxes(database, DOMAIN));

test("a round is looked at before it runs; one that wants too much asks first, and an older database stops everything until it was compared", async ({
  adminPage: page,
  words,
  database,
  expectPresentable,
}) => {
  test.slow();
  const text = words.admin.cleanUp;
  const summary = page.locator("#summary");
  const form = (kind: "expired" | "inactive" | "quota") => page.locator(`#run-${kind}`);
  const press = (where: Locator, name: string) => where.getByRole("button", { name, exact: true }).click();
  const untilState = (state: keyof typeof text.states) =>
    expect(page.locator("header").getByText(text.states[state], { exact: true })).toBeVisible();

  await test.step("looking only names what would go, and touches nothing", async () => {
    await insertExpired("seen", 3);
    await page.goto("/admin/clean-up");
    await press(form("expired"), text.lookOnly);
    await page.waitForURL(/clean-up\/[0-9a-f-]{36}/);
    await untilState("done");
    await expect(page.getByText(text.dryRun)).toBeVisible();
    await expect(summary).toContainText(new RegExp(text.foundByLooking.replace("{total}", "\\d+")));
    // Other tests leave expired mailboxes of their own.
    const rows = page
      .locator("#items")
      .getByRole("row")
      .filter({ hasText: /seen00\d@/ });
    await expect(rows).toHaveCount(3);
    await expect(rows.first()).toContainText(words.cleanUpOutcomes["would-delete"]);
    await expectPresentable("a round that only looked");
    expect(await countLiving("seen")).toBe(3);
  });

  await test.step("run, each has its result", async () => {
    await page.goto("/admin/clean-up");
    await press(form("expired"), text.runNow);
    await page.waitForURL(/clean-up\/[0-9a-f-]{36}/);
    await untilState("done");
    const deleted = page.locator("#items").getByText(words.cleanUpOutcomes.deleted, { exact: true });
    await expect.poll(() => deleted.count()).toBeGreaterThanOrEqual(3);
    expect(await countLiving("seen")).toBe(0);
  });

  await test.step("hours that make no sense are pointed out", async () => {
    await page.goto("/admin/clean-up");
    const hours = form("inactive").getByLabel(text.hours, { exact: true });
    await hours.fill("0");
    await press(form("inactive"), text.lookOnly);
    await expect(hours).toHaveAccessibleDescription(words.fieldProblems.hours);
    await expect(hours).toHaveValue("0");
  });

  await test.step("more than nobody foresaw is refused with its reason, and runs when somebody has looked", async () => {
    await insertExpired("many", 60);
    await page.goto("/admin/clean-up");
    await press(form("expired"), text.runNow);
    await page.waitForURL(/clean-up\/[0-9a-f-]{36}/);
    await untilState("refused");
    await expect(page.getByText(words.cleanUpReasons["more-than-allowed"])).toBeVisible();
    expect(await countLiving("many")).toBe(60);
    await expectPresentable("a refused round");
    const refusedAt = page.url();
    await press(page.locator("main"), text.approve);
    await page.waitForURL((url) => url.href !== refusedAt && /clean-up\/[0-9a-f-]{36}/.test(url.pathname));
    await untilState("done");
    await expect.poll(() => countLiving("many")).toBe(0);
  });

  await test.step("after an older database nothing is deleted until an admin says that it is the right one", async () => {
    // What putting back a backup does: the database forgets how far it had come.
    await database.query("update instance_fact set value = to_jsonb(0) where name = 'instance-epoch'");
    await insertExpired("late", 1);
    await page.goto("/admin/clean-up");
    await press(form("expired"), text.runNow);
    await page.waitForURL(/clean-up\/[0-9a-f-]{36}/);
    await untilState("refused");
    await expect(page.getByText(words.cleanUpReasons["database-older"])).toBeVisible();
    await expect(page.getByRole("button", { name: text.approve })).toHaveCount(0);
    await page.getByRole("link", { name: text.back }).click();
    await expect(page.locator("#hold")).toBeVisible();
    await expectPresentable("the hold");
    await press(page.locator("#hold"), text.accept);
    await expect(page.locator("#hold")).toHaveCount(0);
    await expect(page.getByText(text.accepted)).toBeVisible();
    await press(form("expired"), text.runNow);
    await page.waitForURL(/clean-up\/[0-9a-f-]{36}/);
    await untilState("done");
    await expect.poll(() => countLiving("late")).toBe(0);
  });

  await test.step("what lies ahead and how long it takes stand above the rounds", async () => {
    await page.goto("/admin/clean-up");
    await expect(page.locator("#backlog dd")).toHaveCount(4);
    await expect(page.locator("#backlog")).toContainText(text.speed.slice(0, 18));
    await expect(page.locator("#runs").getByText(text.states.refused, { exact: true }).nth(1)).toBeVisible();
    await expect(page.locator("#runs").getByText(text.dryRun).first()).toBeVisible();
    await expectPresentable("rounds of every kind");
  });

  /** On a legacy domain: what is deleted is deleted at once. */
  function insertExpired(prefix: string, count: number): Promise<void> {
    return insertLegacyMailboxes(database, { domain: DOMAIN, prefix, count, expiresInHours: -1 });
  }

  async function countLiving(prefix: string): Promise<number> {
    const [row] = await database.query<{ count: number }>(
      "select count(*)::int as count from mailbox where address ~ ('^' || $1 || '[0-9]{3}@')",
      [prefix],
    );
    return row?.count ?? -1;
  }
});
