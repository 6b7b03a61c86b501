import { expect, test } from "@/tests/support/e2e/admin-test";

const DOMAIN = "usage.example";

test.beforeEach(async ({ database }) => {
  await database.query(
    "insert into domain (id, name, kind, registration_open, temporary_allowed) values (uuidv7(), $1, 'LEGACY', false, false)",
    [DOMAIN],
  );
});
test.afterEach(async ({ database }) => {
  await database.query("delete from usage_day where domain_name = $1", [DOMAIN]);
  await database.query("delete from domain where name = $1", [DOMAIN]);
});

test("usage is drawn, said in words and written down as figures, for the domain and time in the URL", async ({
  adminPage: page,
  words,
  database,
  expectPresentable,
}) => {
  const text = words.admin.usage;
  const field = (name: string) => page.getByRole("combobox", { name, exact: true });

  await test.step("without figures it says when they come", async () => {
    await page.goto(`/admin/usage?domain=${DOMAIN}`);
    await expect(page.getByText(text.none)).toBeVisible();
    await expectPresentable("usage without figures");
  });

  await database.query(
    `insert into usage_day (day, domain_name, created, expired, active, stored_bytes)
     select (now() at time zone 'utc')::date - n, $1, 40 - n, n, 100 + n, (90 - n) * 1048576::bigint
     from generate_series(0, 39) as n`,
    [DOMAIN],
  );

  await test.step("four pictures, each with a sentence for those who do not see it", async () => {
    await page.reload();
    const pictures = page.getByRole("img");
    await expect(pictures).toHaveCount(4);
    await expect(pictures.first()).toHaveAccessibleName(new RegExp(`${text.measures.created}.*40.*40`));
    await expect(page.locator("figure rect")).toHaveCount(4 * 30);
    await expect(page.locator("#usage-active")).toContainText("100");
  });

  await test.step("the figures behind them as a table, newest first", async () => {
    await page.getByText(text.asTable).click();
    const rows = page.locator("tbody tr");
    await expect(rows).toHaveCount(30);
    await expect(rows.first().getByRole("cell")).toHaveText(["40", "0", "100", /90/]);
    await expectPresentable("usage with figures");
  });

  await test.step("a longer time", async () => {
    await field(text.span).selectOption("90");
    await page.getByRole("button", { name: text.apply, exact: true }).click();
    await page.waitForURL(/days=90/);
    await expect(page.locator("figure rect")).toHaveCount(4 * 90);
    await expect(field(text.domain)).toHaveValue(DOMAIN);
    await page.reload();
    await expect(field(text.span)).toHaveValue("90");
  });
});
