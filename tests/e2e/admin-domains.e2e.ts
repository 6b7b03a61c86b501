import { expect, test } from "@/tests/support/e2e/admin-test";

const LEGACY = "catch-all.test";
const SECRET = "shared Otters 4711 swim";

test("a domain's settings are saved, a legacy one is added with its sealed account, and hosts that lead inside are refused", async ({
  adminPage: page,
  portal,
  sandbox,
  words,
  database,
  expectPresentable,
}) => {
  test.slow();
  const form = words.admin.domainForm;
  const list = words.admin.domains;
  // Said of some after the label: that they may stay empty.
  const field = (name: string) => page.getByLabel(new RegExp(`^${name}( \\(.+\\))?$`));
  const row = (name: string) => page.getByRole("row").filter({ hasText: name });
  const save = () => page.getByRole("button", { name: words.form.save, exact: true }).click();
  const done = page.locator("[data-result=done]");
  const refused = page.locator("[data-result=refused]");
  const [before] = await database.query<Record<string, unknown>>("select * from domain where name = $1", [
    portal.domain,
  ]);

  await test.step("Mailcow's limits and the room left stand in the list", async () => {
    await page.goto("/admin/domains");
    await expect(row(portal.domain)).toContainText(list.conditions.works);
    await expect(row(portal.domain)).toContainText(/\d+ mailboxes/);
    await expect(row(portal.domain)).toContainText(/GB of space/);
  });

  await test.step("whoever does not want to wait has Mailcow asked now", async () => {
    const found = `found-${test.info().retry}.example`;
    await sandbox.addDomain(found);
    await page.getByRole("button", { name: list.discover, exact: true }).click();
    await expect(done).toBeVisible();
    await expect(row(found)).toContainText(words.admin.registrationModes.closed);
    await expectPresentable("the domains");
  });

  await test.step("what is saved is there after a reload, and in the list", async () => {
    await page.getByRole("link", { name: portal.domain }).click();
    await field(form.defaultQuotaMiB).fill("512");
    await field(form.capPerPerson).fill("7");
    await field(form.capPerDay).fill("900");
    await field(form.capTotal).fill("4321");
    await page.getByRole("checkbox", { name: form.isPremium }).check();
    await page.getByRole("checkbox", { name: form.temporaryAllowed }).uncheck();
    await field(form.registrationMode).selectOption("closed");
    await save();
    await expect(done).toHaveText(words.form.saved);
    await expect(page.locator(":focus")).toContainText(words.form.saved);
    await page.reload();
    await expect(field(form.capTotal)).toHaveValue("4321");
    await expect(field(form.capPerDay)).toHaveValue("900");
    await expect(page.getByRole("checkbox", { name: form.isPremium })).toBeChecked();
    await expect(page.getByRole("checkbox", { name: form.temporaryAllowed })).not.toBeChecked();
    await page.goto("/admin/domains");
    await expect(row(portal.domain)).toContainText(list.premium);
    await expect(row(portal.domain)).toContainText(words.admin.registrationModes.closed);
    await expect(row(portal.domain)).toContainText(list.notOffered);
  });

  await test.step("the settings go back to what they were", async () => {
    await page.goto(`/admin/domains/${portal.domain}`);
    for (const name of [form.defaultQuotaMiB, form.capPerPerson, form.capPerDay, form.capTotal]) {
      await field(name).fill("");
    }
    await page.getByRole("checkbox", { name: form.isPremium }).uncheck();
    await page.getByRole("checkbox", { name: form.temporaryAllowed }).check();
    await field(form.registrationMode).selectOption("");
    await save();
    await expect(done).toHaveText(words.form.saved);
    const [after] = await database.query<Record<string, unknown>>("select * from domain where name = $1", [
      portal.domain,
    ]);
    const settings = (
      { seen_at: _seen, mailboxes_left: _left, quota_left_mib: _quota, ...rest } = {
        ...after,
      },
    ) => rest;
    expect(settings(after)).toEqual(settings(before));
  });

  await test.step("a number that is none is pointed out, and what was typed stays", async () => {
    await field(form.capTotal).fill("0");
    await save();
    await expect(refused).toBeVisible();
    await expect(field(form.capTotal)).toHaveAccessibleDescription(words.fieldProblems.capTotal);
    await expect(field(form.capTotal)).toHaveValue("0");
  });

  await test.step("a legacy domain: a host inside is refused in words, and nothing is saved", async () => {
    await page.goto("/admin/domains");
    await page.getByRole("link", { name: list.add }).click();
    await expect(field(form.imapHost)).toBeHidden();
    await field(form.name).fill(LEGACY);
    await field(form.kind).selectOption("legacy");
    await field(form.imapHost).fill("10.0.0.5");
    await field(form.credentialsKey).fill("old-mail");
    await field(form.username).fill(`all@${LEGACY}`);
    await field(form.password).fill(SECRET);
    await page.getByRole("checkbox", { name: form.temporaryAllowed }).uncheck();
    await page.getByRole("button", { name: form.add, exact: true }).click();
    await expect(field(form.imapHost)).toHaveAccessibleDescription(
      new RegExp(words.failures["host-private"].slice(0, 30)),
    );
    await expect(field(form.imapHost)).toHaveValue("10.0.0.5");
    await expect(field(form.kind)).toHaveValue("legacy");
    await expect(field(form.password)).toHaveValue("");
    expect(await database.query("select 1 from domain where name = $1", [LEGACY])).toEqual([]);
  });

  await test.step("with an allowed host it is added", async () => {
    await field(form.imapHost).fill("127.0.0.1");
    await field(form.imapPort).selectOption("143");
    await field(form.password).fill(SECRET);
    await page.getByRole("button", { name: form.add, exact: true }).click();
    await page.waitForURL(/added=1/);
    await expect(page.locator("[data-tone=ok]").first()).toContainText(list.added);
    await expect(field(form.imapHost)).toHaveValue("127.0.0.1");
    await expect(field(form.imapPort)).toHaveValue("143");
    await expect(field(form.credentialsKey)).toHaveValue("old-mail");
  });

  await test.step("the password never comes back, not in the page and not in the database", async () => {
    for (const path of [`/admin/domains/${LEGACY}`, "/admin/domains"]) {
      await page.goto(path);
      expect(await page.content()).not.toContain(SECRET);
    }
    const [stored] = await database.query<{ row: string }>(
      "select shared_credentials::text as row from shared_credentials where key = 'old-mail'",
    );
    expect(stored?.row).toContain(`all@${LEGACY}`);
    expect(stored?.row).not.toContain(SECRET);
  });

  await test.step("its kind is switched and switched back; the account stays stored", async () => {
    await page.goto(`/admin/domains/${LEGACY}`);
    await expectPresentable("a legacy domain");
    await field(form.kind).selectOption("managed");
    await expect(field(form.imapHost)).toBeHidden();
    await save();
    await expect(done).toHaveText(words.form.saved);
    await page.goto("/admin/domains");
    await expect(row(LEGACY)).toContainText(list.conditions.notAsked);
    await page.goto(`/admin/domains/${LEGACY}`);
    await field(form.kind).selectOption("legacy");
    await expect(field(form.credentialsKey)).toHaveValue("old-mail");
    await save();
    await expect(done).toHaveText(words.form.saved);
    await page.goto("/admin/domains");
    await expect(row(LEGACY)).toContainText(list.conditions.legacy);
    await expectPresentable("domains of both kinds");
  });

  await test.step("without mailboxes on it, it can be removed; the configured one cannot", async () => {
    await page.goto(`/admin/domains/${portal.domain}`);
    await expect(page.getByText(list.configured)).toBeVisible();
    await page.goto(`/admin/domains/${LEGACY}`);
    await page.getByRole("button", { name: list.remove, exact: true }).click();
    await page.waitForURL("**/admin/domains");
    await expect(row(LEGACY)).toHaveCount(0);
    await database.query("delete from shared_credentials where key = 'old-mail'");
  });
});
