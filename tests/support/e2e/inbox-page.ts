import { expect, type Locator, type Page } from "@playwright/test";
import type { Words } from "./words";

/** The row of the message with this subject, in the list that is open. */
export function rowOf(page: Page, subject: string): Locator {
  return page.locator("[data-message]").filter({ hasText: subject });
}

/** From a list; ends with the message in the reading pane. */
export async function openMessage(page: Page, subject: string): Promise<void> {
  await rowOf(page, subject).locator("[data-row-link]").click();
  await expect(page.locator("#message-subject")).toHaveText(subject);
}

export interface Letter {
  readonly to?: string;
  readonly subject?: string;
  readonly text?: string;
}

/** Into the form that is open; what is not named stays as it is. */
export async function fillLetter(page: Page, words: Words, letter: Letter): Promise<void> {
  const { to, subject, text } = letter;
  if (to !== undefined) await page.getByLabel(words.compose.to, { exact: true }).fill(to);
  if (subject !== undefined) await page.getByLabel(words.compose.subject, { exact: true }).fill(subject);
  if (text !== undefined) await page.getByLabel(words.compose.text, { exact: true }).fill(text);
}

/** Presses Send and waits until the message cannot be taken back any more and the mail server has it. */
export async function sendLetter(page: Page, words: Words): Promise<void> {
  await page.getByRole("button", { name: words.compose.send, exact: true }).click();
  await page.waitForURL(/\/inbox\/outgoing\//);
  await expectOutgoing(page, "sent");
}

/** Ten seconds of hold, and what a busy machine takes besides. */
const SENT_WITHIN_MS = 60_000;

export async function expectOutgoing(page: Page, state: string): Promise<void> {
  await expect(page.locator(`[data-outgoing-state="${state}"]`)).toBeVisible({ timeout: SENT_WITHIN_MS });
}
