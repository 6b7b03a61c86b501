import { LOCALE_NAMES } from "@/lib/i18n/locales";
import { mailboxIn } from "@/tests/support/e2e/mail-page";
import { inventPerson, register, signIn, signOut } from "@/tests/support/e2e/people";
import { expect, test } from "@/tests/support/e2e/test";
import { loadWords } from "@/tests/support/e2e/words";

test.use({ javaScriptEnabled: false });

test("without JavaScript people can sign up, choose language and theme, sign out and in", async ({
  page,
  portal,
  words,
}) => {
  const person = inventPerson(portal);
  const russian = loadWords("ru");
  const html = page.locator("html");

  await register(page, words, person);
  await expect(mailboxIn(page, "active", "provisioning", "pending")).toBeVisible();

  await page.getByRole("button", { name: LOCALE_NAMES.ru, exact: true }).click();
  await expect(html).toHaveAttribute("lang", "ru");
  await page.getByRole("button", { name: russian.preferences.dark, exact: true }).click();
  await expect(html).toHaveAttribute("data-theme", "dark");

  await signOut(page, russian);
  await expect(html).toHaveAttribute("lang", "ru");
  await signIn(page, russian, person);
  await expect(html).toHaveAttribute("data-theme", "dark");
  await expect(page.getByRole("main").getByText(person.address).first()).toBeVisible();
});

test("without JavaScript a refused form comes back with its sentence and without the password", async ({
  page,
  words,
  resident,
}) => {
  await page.goto("/sign-in");
  await page.getByLabel(words.signIn.address, { exact: true }).fill(resident.address);
  await page.getByLabel(words.signIn.password, { exact: true }).fill("not the password at all");
  await page.getByRole("button", { name: words.signIn.submit, exact: true }).click();
  await expect(page.getByText(words.failures["wrong-credentials"])).toBeVisible();
  await expect(page.getByLabel(words.signIn.address, { exact: true })).toHaveValue(resident.address);
  await expect(page.getByLabel(words.signIn.password, { exact: true })).toHaveValue("");
});
