import { expect, type Locator, type Page } from "@playwright/test";
import type { Words } from "./words";

export const STEPS = ["account", "mailbox", "login", "webmail"] as const;

/** The status card, while it shows one of these states. */
export function mailboxIn(page: Page, ...states: readonly string[]): Locator {
  return page.locator(states.map((state) => `[data-mailbox-state="${state}"]`).join(", "));
}

/** The mailbox is ready and all four steps say so. */
export async function expectActive(page: Page, words: Words, options?: { timeout: number }): Promise<void> {
  const status = mailboxIn(page, "active");
  await expect(status).toBeVisible(options);
  await expect(status.getByText(words.mailbox.states.active, { exact: true })).toBeVisible();
  for (const step of STEPS) {
    await expect(status.locator(`[data-step="${step}"]`)).toHaveAttribute("data-state", "done");
  }
}

/** Marks the document, so that a reload in between would show. Gives the check that there was none. */
export async function forbidReload(page: Page): Promise<() => Promise<void>> {
  await page.evaluate(() => {
    document.documentElement.dataset.sameDocument = "yes";
  });
  return () => expect(page.locator("html")).toHaveAttribute("data-same-document", "yes");
}
