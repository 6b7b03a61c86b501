import type { Page } from "@playwright/test";
import { sendMail } from "@/tests/support/e2e/mail-program";
import { makePerson, type Person, signIn } from "@/tests/support/e2e/people";
import type { PortalUnderTest } from "@/tests/support/e2e/portal-under-test";
import { runPasture } from "@/tests/support/e2e/run-pasture";
import { cardOf, makeAddress } from "@/tests/support/e2e/temporary-address";
import { expect, test } from "@/tests/support/e2e/test";

const HOUR_MS = 3_600_000;

test("of two tabs that add time at once one does; the other says so and shows the new time", async ({
  page,
  words,
  resident,
  expectedProblems,
}) => {
  expectedProblems.push(/events: Failed to load resource/);
  await signIn(page, words, resident);
  await page.goto("/temporary-mailboxes");
  const { place } = await makeAddress(page, words);
  const other = await page.context().newPage();
  // A tab that has not heard of it yet, as in the moment before the news arrives.
  await other.route("**/events", (route) => route.abort());
  await other.goto(place);
  const before = await readExpiry(other);

  await page.locator("#extend button").click();
  await expect(page.locator("#extend [data-result=done]")).toBeVisible();
  await other.locator("#extend button").click();
  await expect(other.locator("#extend [data-result=refused]")).toHaveText(words.failures["expiry-changed"]);

  expect(await readExpiry(other)).toBe(before + 24 * HOUR_MS);
  await page.reload();
  expect(await readExpiry(page)).toBe(before + 24 * HOUR_MS);
});

test("the countdown goes by the server's clock, wakes up right, warns and ends by itself, and keeps quiet", async ({
  page,
  words,
  resident,
  database,
}) => {
  await signIn(page, words, resident);
  await page.goto("/temporary-mailboxes");
  const { address, place } = await makeAddress(page, words);
  const timer = page.locator("time[data-countdown]");
  await expect(timer).toHaveAttribute("role", "timer");
  await expect(timer).toHaveAttribute("aria-live", "off");

  await test.step("on a computer whose clock is a week wrong", async () => {
    await page.clock.install({ time: Date.now() + 7 * 24 * HOUR_MS });
    await page.goto(place);
    await expect(timer).toHaveText(/^23:59:\d\d$/);
    // Before the first tick it is the server's text, which no sleep can touch.
    await expect(timer).not.toHaveText((await timer.textContent()) ?? "");
  });

  await test.step("after a sleep of an hour it shows an hour less", async () => {
    await page.clock.fastForward(HOUR_MS);
    await expect(timer).toHaveText(/^22:5\d:\d\d$/);
  });

  await test.step("with less than an hour, and the warning while nobody reloads", async () => {
    await database.moveExpiry(address, 2 * 3_600 + 600);
    await page.goto(place);
    await expect(timer).toHaveText(/^02:\d\d:\d\d$/);
    await expect(page.getByText(words.temporary.soonTitle)).toHaveCount(0);
    await database.moveExpiry(address, 1_800);
    await page.clock.fastForward(HOUR_MS);
    await expect(page.getByText(words.temporary.soonTitle)).toBeVisible();
    await expect(timer).toHaveText(/^00:\d\d:\d\d$/);
  });

  await test.step("at the end", async () => {
    await database.moveExpiry(address, -1);
    await page.clock.fastForward(HOUR_MS);
    await expect(page.getByText(words.temporary.expiredTitle)).toBeVisible();
    await expect(timer).toHaveCount(0);
  });
});

test("older mail is a page further, and the way back leads to the newest", async ({
  page,
  portal,
  words,
  resident,
  sandbox,
}) => {
  await signIn(page, words, resident);
  await page.goto("/temporary-mailboxes");
  const { address } = await makeAddress(page, words);
  for (let number = 1; number <= 21; number += 1) {
    await sandbox.deliver({ to: address, subject: `Letter ${number}` });
  }
  const messages = page.locator("[data-message]");
  await expect(messages).toHaveCount(20);
  await expect(messages.first()).toContainText("Letter 21");
  await page.getByRole("link", { name: words.temporary.inbox.older, exact: true }).click();
  await expect(messages).toHaveCount(1);
  await expect(messages).toContainText("Letter 1");
  await page.getByRole("link", { name: words.temporary.inbox.newest, exact: true }).click();
  await expect(messages).toHaveCount(20);
  await sendMail(portal, resident, { to: address, subject: "One more" });
  await expect(messages.first()).toContainText("One more");
});

test("an address waits for a mail server that is away, and says so; a revoked login is somebody else's to mend", async ({
  page,
  portal,
  words,
  sandbox,
  expectedProblems,
}) => {
  const person = await makePerson(portal);
  const readable = await makeOnCommandLine(portal, person);
  await sandbox.revokeAppPasswords(readable);
  await signIn(page, words, person);

  await test.step("the mailbox exists, its mail cannot be read", async () => {
    await page.goto("/temporary-mailboxes");
    await expect(cardOf(page, "active")).toContainText(readable);
    await expect(page.getByText(words.failures["mailbox-login-refused"])).toBeVisible();
    await expect(page.getByRole("link", { name: words.temporary.inbox.retry, exact: true })).toBeVisible();
  });

  await test.step("a new one is being made as long as it takes", async () => {
    expectedProblems.push(/Failed to load resource/);
    await sandbox.setFault({ kind: "down" });
    await page.getByRole("button", { name: words.temporary.create, exact: true }).click();
    await expect(cardOf(page, "being-made")).toContainText(words.temporary.serverAway);
    await sandbox.clearFault();
    await expect(cardOf(page, "active")).toBeVisible({ timeout: 60_000 });
    await expect(page.getByText(words.temporary.inbox.empty)).toBeVisible();
  });
});

test("the keyboard alone makes an address, opens its mail and deletes it; what is asked takes the focus and gives it back", async ({
  page,
  portal,
  words,
  resident,
}) => {
  await signIn(page, words, resident);
  await page.goto("/temporary-mailboxes");
  await page.getByRole("button", { name: words.temporary.create, exact: true }).focus();
  await page.keyboard.press("Enter");
  const fresh = page.locator("[data-fresh-address]");
  await expect(fresh).toBeVisible();
  const address = (await fresh.getAttribute("data-fresh-address")) ?? "";
  await expect(cardOf(page, "active")).toContainText(address);
  await sendMail(portal, resident, { to: address, subject: "Your code is 482913" });
  const message = page.locator("[data-message] a");
  await expect(message).toBeVisible();

  await test.step("what deletes asks first; Escape takes the question back", async () => {
    const question = page.getByRole("link", { name: words.temporary.delete, exact: true });
    await question.focus();
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog", { name: words.temporary.deletion.title });
    await expect(dialog).toBeVisible();
    await expect(dialog.locator(":focus")).toHaveCount(1);
    await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
    await expect(question).toBeFocused();
  });

  await test.step("its settings open and close", async () => {
    await page.getByText(words.temporary.access.title, { exact: true }).focus();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("button", { name: words.temporary.access.showPassword })).toBeVisible();
    await page.keyboard.press("Enter");
  });

  await test.step("behind them come the message and its code", async () => {
    await page.keyboard.press("Tab");
    await expect(message).toBeFocused();
    await page.keyboard.press("Tab");
    await expect(page.getByRole("button", { name: /482913/ })).toBeFocused();
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/messages\//);
  });
});

async function readExpiry(page: Page): Promise<number> {
  return Date.parse((await page.locator("time[data-countdown]").getAttribute("datetime")) ?? "");
}

/** An address that nobody has looked at yet. */
async function makeOnCommandLine(portal: PortalUnderTest, { address }: Person): Promise<string> {
  const { code, stdout, stderr } = await runPasture(portal, [
    "temporary",
    "create",
    "--account",
    address,
    "--json",
  ]);
  expect(code, stderr).toBe(0);
  const made = JSON.parse(stdout) as { readonly address: string };
  return made.address;
}
