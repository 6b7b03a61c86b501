import { sendMail } from "@/tests/support/e2e/mail-program";
import { signIn } from "@/tests/support/e2e/people";
import { expect, test } from "@/tests/support/e2e/test";

/** From the submission's answer to the message on the open page. */
const SHOWN_WITHIN_MS = 3_000;

test("one button makes an address; its mail shows by itself with the code in it, and it is deleted only when its name is typed", async ({
  page,
  portal,
  words,
  resident,
}) => {
  await signIn(page, words, resident);
  await page.goto("/temporary-mailboxes");
  await page.getByRole("button", { name: words.temporary.create, exact: true }).click();
  const fresh = page.locator("[data-fresh-address]");
  const address = (await fresh.getAttribute("data-fresh-address")) ?? "";
  const place = (await fresh.getAttribute("href")) ?? "";
  expect(address).toMatch(/^[a-z0-9.-]+@/);
  await expect(page.locator("[data-mailbox-state=active]").first()).toBeVisible();

  await test.step("a message shows within three seconds, without a reload", async () => {
    await expect(page.getByText(words.temporary.inbox.empty)).toBeVisible();
    await sendMail(portal, resident, { to: address, subject: "Your code is 482913" });
    await expect(page.locator("[data-message]")).toHaveCount(1, { timeout: SHOWN_WITHIN_MS });
    await expect(page.getByRole("button", { name: /482913/ })).toBeVisible();
  });

  await test.step("the message opens", async () => {
    await page.locator("[data-message] a").click();
    await page.waitForURL(/\/messages\//);
    await expect(page.getByText("Sent by a test.")).toBeVisible();
  });

  await test.step("what holds mail is not deleted by a slip", async () => {
    await page.goto(`${place}/delete`);
    const submit = page.getByRole("button", { name: words.temporary.deletion.submit, exact: true });
    await submit.click();
    await expect(page.locator("[data-result=refused]")).toBeVisible();
    await page.getByRole("textbox").fill(address);
    await submit.click();
    await page.waitForURL((url) => !url.pathname.endsWith("/delete"));
  });
});
