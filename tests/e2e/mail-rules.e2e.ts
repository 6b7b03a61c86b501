import { findSidewaysScroll } from "@/tests/support/e2e/find-sideways-scroll";
import { findViolations } from "@/tests/support/e2e/find-violations";
import { sendMail } from "@/tests/support/e2e/mail-program";
import { makePerson, signIn } from "@/tests/support/e2e/people";
import { expect, test } from "@/tests/support/e2e/test";

test("a rule is made, mail that fits it shows as a notification, and the notification leads to the mail", async ({
  page,
  portal,
  words,
}) => {
  const text = words.rules;
  const person = await makePerson(portal);
  await signIn(page, words, person);
  const bell = page.getByRole("link", { name: words.navigation.notifications });
  const rule = (state: "on" | "off") => page.locator(`[data-rule=${state}]`);

  await test.step("from the inbox; nothing yet, and a refusal that says why", async () => {
    await page.goto("/inbox");
    await expect(bell).toHaveCount(0);
    await page.getByRole("link", { name: words.inbox.folders.rules, exact: true }).click();
    await expect(page.getByText(text.empty)).toBeVisible();
    await page.getByLabel(text.action).selectOption("webhook");
    await page.getByLabel(text.url).fill("http://192.168.7.7/hook");
    await page.getByRole("button", { name: text.create, exact: true }).click();
    await expect(page.getByLabel(text.name, { exact: true })).toHaveAccessibleDescription(
      new RegExp(words.fieldProblems.name),
    );
    await expect(page.getByLabel(text.url)).toHaveValue("http://192.168.7.7/hook");
    expect(await findViolations(page)).toEqual([]);
  });

  await test.step("made", async () => {
    await page.getByLabel(text.action).selectOption("notification");
    await page.getByLabel(text.name, { exact: true }).fill("Codes");
    await page.getByLabel(text.needsCode).check();
    await page.getByRole("button", { name: text.create, exact: true }).click();
    await expect(page.locator("[data-result=done]")).toHaveText(text.made);
    await expect(rule("on")).toContainText(text.code);
    expect(await findViolations(page)).toEqual([]);
    expect(await findSidewaysScroll(page)).toEqual([]);
  });

  await test.step("mail that fits is told; beside the open inbox its number appears by itself", async () => {
    await page.goto("/inbox");
    await expect(bell).toBeVisible();
    const to = person.address;
    await sendMail(portal, person, { to, subject: "Lunch", text: "At noon?" });
    await sendMail(portal, person, { to, subject: "Sign in", text: "Your code is 482913." });
    await expect(page.locator("[data-unread='1']")).toBeVisible({ timeout: 60_000 });
    await bell.click();
    const shown = page.locator("[data-notification]");
    await expect(shown).toHaveCount(1);
    await expect(shown).toContainText("Sign in");
    expect(await findViolations(page)).toEqual([]);
    expect(await findSidewaysScroll(page)).toEqual([]);
  });

  await test.step("it leads to the message and is read then", async () => {
    await page.locator("[data-notification=unread] a").click();
    await expect(page.locator("#message-subject")).toHaveText("Sign in");
    await page.goto("/notifications");
    await expect(page.locator("[data-notification=read]")).toHaveCount(1);
    await expect(page.getByRole("button", { name: words.notifications.markAll })).toHaveCount(0);
  });

  await test.step("switched off, changed and deleted", async () => {
    await page.goto("/inbox/rules");
    await page.getByRole("button", { name: `${text.switchOff}: Codes` }).click();
    await expect(rule("off")).toHaveCount(1);
    await page.getByRole("link", { name: `${text.edit}: Codes` }).click();
    await page.getByLabel(text.senderContains).fill("bank");
    await page.getByRole("button", { name: words.form.save, exact: true }).click();
    await expect(rule("off")).toContainText("bank");
    await page.getByRole("button", { name: `${text.delete}: Codes` }).click();
    await expect(page.getByText(text.empty)).toBeVisible();
  });
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("the form makes a rule, and says what is wrong with the address of a webhook", async ({
    page,
    portal,
    words,
  }) => {
    const text = words.rules;
    await signIn(page, words, await makePerson(portal));
    await page.goto("/inbox/rules");
    await page.getByLabel(text.name, { exact: true }).fill("Bookkeeping");
    await page.getByLabel(text.subjectContains).fill("invoice");
    await page.getByLabel(text.action).selectOption("webhook");
    await page.getByLabel(text.url).fill("http://192.168.7.7/hook");
    await page.getByRole("button", { name: text.create, exact: true }).click();
    await expect(page.getByLabel(text.url)).toHaveAccessibleDescription(
      new RegExp(words.failures["host-private"].slice(0, 30)),
    );
    await expect(page.getByLabel(text.subjectContains)).toHaveValue("invoice");
    await page.getByLabel(text.action).selectOption("notification");
    await page.getByRole("button", { name: text.create, exact: true }).click();
    await expect(page.locator("[data-result=done]")).toHaveText(text.made);
    await expect(page.locator("[data-rule=on]")).toContainText("invoice");
    await page.getByRole("button", { name: `${text.delete}: Bookkeeping` }).click();
    await expect(page.getByText(text.empty)).toBeVisible();
  });
});
