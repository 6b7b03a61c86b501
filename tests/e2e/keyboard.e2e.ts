import type { Locator, Page } from "@playwright/test";
import { expectActive } from "@/tests/support/e2e/mail-page";
import { inventPerson } from "@/tests/support/e2e/people";
import { expect, test } from "@/tests/support/e2e/test";

test.use({ permissions: ["clipboard-read", "clipboard-write"] });

test("the keyboard alone leads from the start page to a copied setting and a changed mailbox password", async ({
  page,
  portal,
  words,
}) => {
  const person = inventPerson(portal);

  await test.step("the first stop skips to the content", async () => {
    await page.goto("/register");
    await page.keyboard.press("Tab");
    await expect(page.getByRole("link", { name: words.navigation.skip })).toBeFocused();
    await page.keyboard.press("Enter");
  });

  await test.step("sign-up", async () => {
    await tabTo(page, page.getByLabel(words.register.address.name, { exact: true }));
    await page.keyboard.type(person.localPart);
    await expect(page.getByText(words.register.address.free)).toBeVisible();
    await tabTo(page, page.getByLabel(words.register.password, { exact: true }));
    await page.keyboard.type(person.password);
    await page.keyboard.press("Enter");
    await page.waitForURL("**/mail");
    await expectActive(page, words);
  });

  await test.step("another device by arrow key, a value copied by Enter", async () => {
    await tabTo(page, page.getByRole("radio", { checked: true }));
    await page.keyboard.press("ArrowRight");
    await expect(page.getByRole("radio", { checked: true })).toBeFocused();
    const value = page.locator("[data-setting=imap-port]");
    const copy = page.getByRole("button", {
      name: new RegExp(`${quotePattern(words.settingsTable.imap)}.*${words.settingsTable.port}`),
    });
    await tabTo(page, copy);
    await page.keyboard.press("Enter");
    await expect(copy).toContainText(words.settingsTable.copied);
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await value.textContent());
  });

  await test.step("password change", async () => {
    await tabTo(page, page.getByRole("link", { name: words.mail.changePassword }));
    await page.keyboard.press("Enter");
    await page.waitForURL("**/mail/password");
    await tabTo(page, page.getByLabel(words.mailPassword.newPassword, { exact: true }));
    await page.keyboard.type(`${person.password} again`);
    await page.keyboard.press("Enter");
    const answer = page.locator("[data-result=done]");
    await expect(answer).toHaveText(words.mailPassword.outcomes.proven);
    await expect(page.locator(":focus")).toContainText(words.mailPassword.outcomes.proven);
  });
});

const MOST_STOPS = 60;

/** Presses Tab until the element has the focus; each stop on the way has to show that it has it. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    await page.keyboard.press("Tab");
    expect(await isFocusVisible(page), "the focused element is marked").toBe(true);
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`${target} cannot be reached by Tab`);
}

/** By an outline of its own, or of its label where the control itself is hidden. */
function isFocusVisible(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const focused = document.activeElement;
    // Between the last stop and the first one the browser's own buttons have the focus.
    if (!focused || focused === document.body) return true;
    const labels = focused instanceof HTMLInputElement ? [...(focused.labels ?? [])] : [];
    return [focused, ...labels].some((element) => {
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
      return (outlineStyle !== "none" && outlineWidth !== "0px") || boxShadow !== "none";
    });
  });
}

function quotePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
