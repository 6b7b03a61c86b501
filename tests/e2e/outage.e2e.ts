import { expectActive, forbidReload, mailboxIn } from "@/tests/support/e2e/mail-page";
import { readInbox } from "@/tests/support/e2e/mail-program";
import { inventPerson, register, signIn, signOut } from "@/tests/support/e2e/people";
import { expect, test } from "@/tests/support/e2e/test";

test("with the mail server away, signing up works, the page says so, and the mailbox comes by itself", async ({
  page,
  portal,
  words,
  sandbox,
}) => {
  const person = inventPerson(portal);
  // A connection that is reset is unclear: the request may have arrived.
  const { "mail-server-unclear": unclear, "mail-server-unreachable": unreachable } = words.mailboxReasons;
  const reasons = new RegExp(`${unclear}|${unreachable}`);
  const expectWaiting = async () => {
    await expect(mailboxIn(page, "pending", "provisioning")).toBeVisible();
    await expect(page.locator("[data-step=account]")).toHaveAttribute("data-state", "done");
    await expect(page.locator("[data-step=mailbox]")).toHaveAttribute("data-state", "busy");
    await expect(page.getByText(reasons)).toBeVisible();
    await expect(page.getByText(words.mailServer.title)).toBeVisible();
  };
  await sandbox.setFault({ kind: "down" });

  await test.step("the account works and the page says what is going on", async () => {
    await register(page, words, person);
    await expectWaiting();
  });

  await test.step("the same after a reload, and after signing out and in", async () => {
    await page.reload();
    await expectWaiting();
    await signOut(page, words);
    await signIn(page, words, person);
    await expectWaiting();
  });

  await test.step("the mail server comes back: the open page becomes active without a reload", async () => {
    const expectNoReload = await forbidReload(page);
    await sandbox.clearFault();
    await expectActive(page, words, { timeout: 40_000 });
    await expect(page.getByText(words.mailServer.title)).toBeHidden();
    await expectNoReload();
    expect(await readInbox(portal, person)).toEqual([]);
  });
});
