import type { Locator } from "@playwright/test";
import { expect, test } from "@/tests/support/e2e/admin-test";
import { forgetMailboxes, insertLegacyMailboxes } from "@/tests/support/e2e/insert-mailboxes";
import type { PortalDatabase } from "@/tests/support/e2e/portal-database";

const DOMAIN = "many.example";
/** Two pages and a bit; of those that are deleted, one page and a bit. */
const COUNT = 130;
const DELETED = 60;
/** One after the other, on a machine that has much else to do. */
const DELETED_WITHIN_MS = 60_000;

test.beforeEach(async ({ database }) => {
  await database.query(
    "insert into domain (id, name, kind, registration_open, temporary_allowed) values (uuidv7(), $1, 'LEGACY', false, false)",
    [DOMAIN],
  );
});
test.afterEach(async ({ database }) => {
  await forgetMailboxes(database, DOMAIN);
  await database.query("delete from domain where name = $1", [DOMAIN]);
});

function insertMany(database: PortalDatabase, prefix: string, count: number): Promise<void> {
  return insertLegacyMailboxes(database, { domain: DOMAIN, prefix, count, expiresInHours: 48 });
}

test("search, filters, order and page stand in the URL and come back with it", async ({
  adminPage: page,
  words,
  database,
  expectPresentable,
}) => {
  test.slow();
  await insertMany(database, "many", COUNT);
  const text = words.admin.mailboxes;
  const field = (name: string) => page.getByRole("combobox", { name, exact: true });
  const searchFor = page.getByRole("searchbox", { name: text.search });
  const rows = page.locator("tbody tr");
  /** These and no others, in the order of their names. */
  const expectPage = (from: number, count: number) =>
    expect(rows.getByRole("rowheader")).toHaveText(
      Array.from({ length: count }, (_, index) => `many${String(from + index).padStart(3, "0")}@${DOMAIN}`),
    );
  const link = (name: string) => page.getByRole("link", { name, exact: true });

  await page.goto("/admin/mailboxes");
  await test.step("a search", async () => {
    await field(text.domain).selectOption(DOMAIN);
    await field(text.purpose).selectOption("temporary");
    await field(text.sort).selectOption("address");
    await page.getByRole("button", { name: text.apply, exact: true }).click();
    await page.waitForURL(/domain=many\.example/);
    await expectPage(0, 50);
    await expect(page.getByRole("columnheader", { name: text.address })).toHaveAttribute(
      "aria-sort",
      "ascending",
    );
  });

  await test.step("the next page and the one before, by link, by reload and by the browser's own way back", async () => {
    await link(text.nextPage).click();
    await expectPage(50, 50);
    await page.reload();
    await expectPage(50, 50);
    await link(text.nextPage).click();
    await expectPage(100, 30);
    await expect(link(text.nextPage)).toHaveCount(0);
    await link(text.previousPage).click();
    await expectPage(50, 50);
    await link(text.previousPage).click();
    await expectPage(0, 50);
    await expect(link(text.previousPage)).toHaveCount(0);
    await page.goBack();
    await expectPage(50, 50);
    await expect(field(text.domain)).toHaveValue(DOMAIN);
    await expect(field(text.sort)).toHaveValue("address");
    await expectPresentable("a page of many mailboxes");
    await link(text.firstPage).click();
    await expectPage(0, 50);
  });

  await test.step("another order by the heading, and a part of an address", async () => {
    await page.getByRole("columnheader", { name: text.expires }).getByRole("link").click();
    await page.waitForURL(/sort=expiry/);
    await expectPage(0, 50);
    await searchFor.fill("any12");
    await page.keyboard.press("Enter");
    await page.waitForURL(/query=any12/);
    await expectPage(120, 10);
    await expect(field(text.sort)).toHaveValue("expiry");
  });

  await test.step("the keyboard alone: past the menu to the search, and by Space to a chosen row", async () => {
    await page.goto(`/admin/mailboxes?domain=${DOMAIN}&sort=address`);
    await page.keyboard.press("Tab");
    await expect(page.getByRole("link", { name: words.navigation.skip })).toBeFocused();
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    await expect(searchFor).toBeFocused();
    await page.keyboard.type("many12");
    await page.keyboard.press("Enter");
    await page.waitForURL(/query=many12/);
    const box = rows.first().getByRole("checkbox");
    await box.focus();
    await page.keyboard.press("Space");
    await expect(page.getByText(text.selectedCount.replace("{count}", "1"))).toBeVisible();
  });

  await test.step("nothing like that says so, and leads out", async () => {
    await searchFor.fill("nobody_is%called-so");
    await page.keyboard.press("Enter");
    await expect(page.getByText(text.noMatch)).toBeVisible();
    await expectPresentable("a search without a match");
    await link(text.clear).click();
    await page.waitForURL(/mailboxes$/);
    await expect(page.getByRole("table")).toBeVisible();
  });
});

test("all that match are deleted after the question, with progress and a result for each", async ({
  adminPage: page,
  words,
  database,
  expectPresentable,
}) => {
  test.slow();
  const text = words.admin.mailboxes;
  const question = words.admin.selected;
  const rows = page.locator("tbody tr");
  const box = (row: Locator) => row.getByRole("checkbox");
  const press = (name: string | RegExp) => page.getByRole("button", { name, exact: true }).click();
  const list = `/admin/mailboxes?domain=${DOMAIN}&sort=address`;
  const everyMatch = text.everyMatch.replace("{count}", String(DELETED));

  await insertMany(database, "gone", DELETED);

  await test.step("a page is chosen at once, one by one, or from one to another with Shift", async () => {
    await page.goto(list);
    await page.getByRole("checkbox", { name: text.selectAll }).check();
    await expect(page.getByText(text.selectedCount.replace("{count}", "50"))).toBeVisible();
    await page.getByRole("checkbox", { name: text.selectAll }).uncheck();
    await box(rows.nth(2)).click();
    await box(rows.nth(6)).click({ modifiers: ["Shift"] });
    await expect(page.getByText(text.selectedCount.replace("{count}", "5"))).toBeVisible();
  });

  await test.step("these five get more time, each says so", async () => {
    await press(text.extendSelected);
    await page.waitForURL(/selected/);
    await expect(rows).toHaveCount(5);
    await expectPresentable("the question before adding time");
    await page.getByRole("button", { name: /Add time to 5 addresses/ }).click();
    await page.waitForURL(/mailboxes\/bulk\//);
    await expect(page.locator("[data-outcome=extended]")).toContainText("5");
    await expect(rows.getByText(words.bulkOutcomes.extended)).toHaveCount(5);
    const [moved] = await database.query<{ count: number }>(
      "select count(*)::int as count from mailbox where domain_name = $1 and expires_at > now() + interval '49 hours'",
      [DOMAIN],
    );
    expect(moved?.count).toBe(5);
  });

  await test.step("everything that matches goes beyond the page", async () => {
    await page.goto(list);
    await page.getByRole("checkbox", { name: everyMatch }).check();
    await press(text.deleteSelected);
    await page.waitForURL(/all=1/);
    await expect(page.locator("#question dd").first()).toHaveText(String(DELETED));
    await expect(
      page.getByText(question.newest.replace("{count}", "50").replace("{total}", "60")),
    ).toBeVisible();
  });

  const submit = page.getByRole("button", { name: `Delete ${DELETED} mailboxes`, exact: true });
  const typed = page.getByLabel(question.typeCount.replace("{total}", String(DELETED)));

  await test.step("where mail is, a click is not enough", async () => {
    await submit.click();
    await expect(typed).toHaveAccessibleDescription(new RegExp(words.failures["count-differs"].slice(0, 20)));
    await typed.fill("6");
    await submit.click();
    await expect(typed).toHaveAccessibleDescription(new RegExp(words.failures["count-differs"].slice(0, 20)));
    await expect(typed).toHaveValue("6");
    await expectPresentable("the question before a deletion");
  });

  await test.step("what has changed meanwhile is not swept along", async () => {
    await database.query("update mailbox set domain_name = 'other.example' where address = $1", [
      `gone059@${DOMAIN}`,
    ]);
    await typed.fill("60");
    await submit.click();
    await expect(page.locator("[data-result=refused]")).toContainText(words.failures["selection-changed"]);
    await database.query("update mailbox set domain_name = $2 where address = $1", [
      `gone059@${DOMAIN}`,
      DOMAIN,
    ]);
  });

  await test.step("typed, it begins, and its page can be left and come back to", async () => {
    await page.reload();
    await page.getByRole("checkbox", { name: question.atOnce }).check();
    await typed.fill("60");
    await page.keyboard.press("Enter");
    await page.waitForURL(/mailboxes\/bulk\//);
    const here = page.url();
    await page.goto("/admin/mailboxes");
    await page
      .locator("#bulk")
      .getByRole("link", { name: `Delete ${DELETED} mailboxes` })
      .click();
    await page.waitForURL(here);
    await expect(page.locator("[data-outcome=deleted]")).toContainText("60", { timeout: DELETED_WITHIN_MS });
    await expect(page.getByRole("status").filter({ hasText: "60" })).toBeVisible();
    await page.reload();
    await expect(rows).toHaveCount(50);
    await page.getByRole("link", { name: text.nextPage }).click();
    await page.waitForURL(/cursor=/);
    await expectPresentable("results of a bulk deletion");
    await page.goto(list);
    await expect(page.getByText(text.noMatch)).toBeVisible();
  });
});

test("what has begun is stopped, and a single mailbox is confirmed by its address", async ({
  adminPage: page,
  words,
  database,
}) => {
  test.slow();
  const text = words.admin.mailboxes;
  const question = words.admin.selected;
  const bulk = words.admin.bulk;
  const list = `/admin/mailboxes?domain=${DOMAIN}&sort=address`;
  const press = (name: string) => page.getByRole("button", { name, exact: true }).click();
  await insertMany(database, "kept", DELETED);

  await test.step("stopped, the rest is left alone", async () => {
    await page.goto(list);
    await page.getByRole("checkbox", { name: text.everyMatch.replace("{count}", String(DELETED)) }).check();
    await press(text.deleteSelected);
    await page.getByLabel(question.typeCount.replace("{total}", String(DELETED))).fill(String(DELETED));
    // As long as these rows are locked, the worker stands before the first of them.
    await database.query("begin");
    await database.query("select 1 from mailbox where domain_name = $1 for update", [DOMAIN]);
    await press(`Delete ${DELETED} mailboxes`);
    await page.waitForURL(/mailboxes\/bulk\//);
    await press(bulk.cancel);
    await expect(page.locator("[data-result=done]")).toBeVisible();
    await expect(page.locator(":focus")).toContainText(bulk.cancelled.slice(0, 7));
    await database.query("commit");
    await expect(page.locator("[data-outcome=cancelled]")).toBeVisible();
    await expect(page.locator("header").getByText(bulk.states.cancelled, { exact: true })).toBeVisible();
    await expect(page.getByRole("button", { name: bulk.cancel })).toHaveCount(0);
    const [living] = await database.query<{ count: number }>(
      "select count(*)::int as count from mailbox where domain_name = $1 and state = 'ACTIVE'",
      [DOMAIN],
    );
    expect(living?.count).toBeGreaterThan(DELETED / 2);
  });

  await test.step("one alone asks for its address", async () => {
    await insertMany(database, "single", 1);
    const address = `single000@${DOMAIN}`;
    await database.query("update mailbox set message_count = 3 where address = $1", [address]);
    await page.goto(`${list}&query=single`);
    await page.getByRole("checkbox", { name: address }).check();
    await press(text.deleteSelected);
    await page.getByLabel(question.typeAddress.replace("{address}", address)).fill(address);
    await page.keyboard.press("Enter");
    await page.waitForURL(/mailboxes\/bulk\//);
    await expect(page.locator("[data-outcome=deleted]")).toContainText("1");
  });

  await test.step("nothing chosen says so", async () => {
    await page.goto(list);
    await press(text.extendSelected);
    await expect(page.getByText(question.none)).toBeVisible();
  });
});
