import type { Page } from "@playwright/test";
import { fillSignIn, inventPassword, makePerson, signIn } from "@/tests/support/e2e/people";
import { expect, test } from "@/tests/support/e2e/test";
import type { Words } from "@/tests/support/e2e/words";

test("a wrong password and an unknown address get the same answer", async ({
  page,
  portal,
  words,
  resident,
}) => {
  const unknown = { ...resident, address: `nobody-at-all@${portal.domain}` };
  for (const person of [{ ...resident, password: "not the password at all" }, unknown]) {
    await page.goto("/sign-in");
    await fillSignIn(page, words, person);
    await expect(page.locator("[data-result=refused]")).toHaveText(words.failures["wrong-credentials"]);
    await expect(page.getByLabel(words.signIn.password, { exact: true })).toHaveValue("");
  }
});

test("ending the other sessions signs the other browser out with its next request", async ({
  page,
  portal,
  words,
  openBrowser,
}) => {
  const person = await makePerson(portal);
  const other = await openBrowser();
  await signIn(page, words, person);
  await signIn(other, words, person);
  await page.goto("/settings");
  const sessions = page.locator("#sessions");
  await expect(sessions.getByRole("listitem")).toHaveCount(2);
  await sessions.getByRole("button", { name: words.settings.sessions.endOthers, exact: true }).click();
  await expect(sessions.getByRole("listitem")).toHaveCount(1);
  await expectSignedOut(other, words);
  await page.goto("/mail");
  await expect(page).toHaveURL(/\/mail$/);
});

test("a new portal password ends the other sessions; the old one is refused, the new one works", async ({
  page,
  portal,
  words,
  openBrowser,
}) => {
  const person = await makePerson(portal);
  const changed = { ...person, password: inventPassword() };
  const other = await openBrowser();
  await signIn(page, words, person);
  await signIn(other, words, person);

  await page.goto("/settings");
  await page.getByLabel(words.settings.password.current, { exact: true }).fill(person.password);
  await page.getByLabel(words.settings.password.new, { exact: true }).fill(changed.password);
  await page.getByRole("button", { name: words.settings.password.submit, exact: true }).click();
  await expect(page.locator("#password [data-result=done]")).toHaveText(words.settings.password.changed);

  await expectSignedOut(other, words);
  await fillSignIn(other, words, person);
  await expect(other.locator("[data-result=refused]")).toHaveText(words.failures["wrong-credentials"]);
  await signIn(other, words, changed);
  await page.goto("/mail");
  await expect(page).toHaveURL(/\/mail$/);
});

async function expectSignedOut(page: Page, words: Words): Promise<void> {
  await page.goto("/mail");
  await expect(page).toHaveURL(/\/sign-in$/);
  await expect(page.getByRole("heading", { name: words.signIn.title })).toBeVisible();
}
