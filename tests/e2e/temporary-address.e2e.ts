import { forbidReload } from "@/tests/support/e2e/mail-page";
import { sendMail } from "@/tests/support/e2e/mail-program";
import { signIn } from "@/tests/support/e2e/people";
import { cardOf, cleanUpExpired, makeAddress } from "@/tests/support/e2e/temporary-address";
import { expect, test } from "@/tests/support/e2e/test";

/** From the submission's answer to the message on the open page. */
const SHOWN_WITHIN_MS = 3_000;
const DAY_MS = 24 * 3_600_000;

test("an address is made by one button, shows its mail by itself, is given more time, expires, and never comes back", async ({
  page,
  portal,
  words,
  resident,
  database,
  sandbox,
  openBrowser,
  expectedProblems,
}) => {
  expectedProblems.push(/Failed to load resource: .* 404/);
  await signIn(page, words, resident);
  await page.goto("/temporary-mailboxes");
  const { address, place } = await makeAddress(page, words);

  await test.step("a message shows within three seconds, without a reload", async () => {
    await expect(page.getByText(words.temporary.inbox.empty)).toBeVisible();
    const expectSameDocument = await forbidReload(page);
    await sendMail(portal, resident, { to: address, subject: "Your code is 482913" });
    await expect(page.locator("[data-message]")).toHaveCount(1, { timeout: SHOWN_WITHIN_MS });
    await expect(page.getByRole("button", { name: /482913/ })).toBeVisible();
    await expectSameDocument();
  });

  await test.step("the message opens", async () => {
    await page.locator("[data-message] a").click();
    await page.waitForURL(/\/messages\//);
    await expect(page.getByText("Sent by a test.")).toBeVisible();
  });

  await test.step("a press gives it another day", async () => {
    await page.goto(place);
    const timer = page.locator("time[data-countdown]");
    const before = Date.parse((await timer.getAttribute("datetime")) ?? "");
    await page.locator("#extend button").click();
    await expect(page.locator("#extend [data-result=done]")).toHaveText(words.temporary.extended);
    await expect(timer).toHaveAttribute("datetime", new Date(before + DAY_MS).toISOString());
  });

  await test.step("the time runs out before the reader's eyes", async () => {
    await database.moveExpiry(address, 4);
    await page.goto(place);
    await expect(cardOf(page, "active")).toHaveAttribute("data-expired", "true");
    await expect(page.getByText(words.temporary.expiredTitle)).toBeVisible();
  });

  await test.step("the clean-up deletes it in Mailcow and from the list", async () => {
    expect(await sandbox.listMailboxes()).toContain(address);
    expect(await cleanUpExpired(portal)).toContain(address);
    await expect(page.locator("[data-address-gone]")).toBeVisible({ timeout: 60_000 });
    expect(await sandbox.listMailboxes()).not.toContain(address);
    await page.goto("/temporary-mailboxes");
    await expect(page.getByText(address)).toHaveCount(0);
  });

  await test.step("nobody gets the address again", async () => {
    const stranger = await openBrowser();
    await stranger.goto("/register");
    await stranger
      .getByLabel(words.register.address.name, { exact: true })
      .fill(address.slice(0, address.indexOf("@")));
    await stranger.getByLabel(words.register.password, { exact: true }).fill(resident.password);
    await stranger.getByRole("button", { name: words.register.submit, exact: true }).click();
    await expect(stranger.locator("[data-result=refused]")).toContainText(words.failures["address-taken"]);
  });
});

test("an address with mail is deleted only when it is typed, and can be taken back for a day", async ({
  page,
  portal,
  words,
  resident,
}) => {
  await signIn(page, words, resident);
  await page.goto("/temporary-mailboxes");
  const { address, place } = await makeAddress(page, words);
  await sendMail(portal, resident, { to: address, subject: "Keep me" });
  await expect(page.locator("[data-message]")).toHaveCount(1);

  await test.step("a slip deletes nothing", async () => {
    await page.goto(`${place}/delete`);
    const submit = page.getByRole("button", { name: words.temporary.deletion.submit, exact: true });
    await submit.click();
    await expect(page.locator("[data-result=refused]")).toContainText(words.failures["confirmation-needed"]);
    await page.getByRole("textbox").fill(address);
    await submit.click();
    await page.waitForURL((url) => !url.pathname.endsWith("/delete"));
  });

  await test.step("it can be taken back, with its mail", async () => {
    await page.goto(place);
    await expect(cardOf(page, "deleting")).toBeVisible();
    await page.getByRole("button", { name: words.temporary.undo, exact: true }).click();
    await expect(cardOf(page, "active")).toBeVisible();
    await expect(page.locator("[data-message]")).toContainText("Keep me");
  });
});
