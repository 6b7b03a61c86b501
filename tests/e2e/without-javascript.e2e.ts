import { LOCALE_NAMES } from "@/lib/i18n/locales";
import { mailboxIn } from "@/tests/support/e2e/mail-page";
import { sendMail } from "@/tests/support/e2e/mail-program";
import { inventPerson, register, signIn, signOut } from "@/tests/support/e2e/people";
import { cardOf } from "@/tests/support/e2e/temporary-address";
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

test("without JavaScript a temporary address is made, read, given more time, deleted and taken back", async ({
  page,
  portal,
  words,
  resident,
  expectedProblems,
}) => {
  // The watcher's own script, in the frame that is empty without JavaScript.
  expectedProblems.push(/Blocked script execution in 'about:blank'/);
  const t = words.temporary;
  await signIn(page, words, resident);
  await page.goto("/temporary-mailboxes");
  await page.getByRole("button", { name: t.create, exact: true }).click();
  const fresh = page.locator("[data-fresh-address]");
  await expect(fresh).toContainText(t.made);
  const address = (await fresh.getAttribute("data-fresh-address")) ?? "";
  const place = (await fresh.getAttribute("data-place")) ?? "";
  // A page that is being made loads itself again.
  await expect(cardOf(page, "active")).toContainText(address, { timeout: 60_000 });

  await test.step("mail is looked for by a link", async () => {
    await sendMail(portal, resident, { to: address, subject: "Plain", text: "", html: "<b>Read</b> me" });
    await page.getByRole("link", { name: t.inbox.reload, exact: true }).click();
    await expect(page.locator("[data-message]")).toContainText("Plain");
  });

  await test.step("a message with formatting is read as text", async () => {
    await page.locator("[data-message] a").click();
    await expect(page.locator("noscript p")).toBeVisible();
    expect(await page.locator("noscript p").innerText()).toBe(t.message.needsScript);
    await page.getByRole("link", { name: t.message.showText, exact: true }).click();
    await expect(page.locator("[data-message-text]")).toContainText("Read me");
  });

  await test.step("time is added", async () => {
    await page.goto(place);
    await page.locator("#extend button").click();
    await expect(page.locator("#extend [data-result=done]")).toHaveText(t.extended);
  });

  await test.step("it is deleted when it is typed, and taken back", async () => {
    await page.getByRole("link", { name: t.delete, exact: true }).click();
    await page.waitForURL("**/delete");
    await page.getByRole("button", { name: t.deletion.submit, exact: true }).click();
    await page.getByRole("textbox").fill(address);
    await page.getByRole("button", { name: t.deletion.submit, exact: true }).click();
    await page.waitForURL((url) => !url.pathname.endsWith("/delete"));
    await page.goto(place);
    await page.getByRole("button", { name: t.undo, exact: true }).click();
    await expect(cardOf(page, "active")).toContainText(address);
  });
});
