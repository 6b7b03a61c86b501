import { expectActive, mailboxIn } from "@/tests/support/e2e/mail-page";
import { readInbox } from "@/tests/support/e2e/mail-program";
import { inventPerson, register, signIn, signOut } from "@/tests/support/e2e/people";
import { expect, test } from "@/tests/support/e2e/test";

test("who asked for somebody else's mailbox is told, picks another name, and gets that one", async ({
  page,
  portal,
  words,
  sandbox,
}) => {
  const wished = inventPerson(portal);
  const chosen = { ...inventPerson(portal), password: wished.password };
  await sandbox.makeForeignMailbox(wished.address);

  await test.step("the account is made, and the page says that the name is taken", async () => {
    await register(page, words, wished);
    const status = mailboxIn(page, "needs-user");
    await expect(status.getByText(words.mailbox.explanations["needs-user"])).toBeVisible();
    await expect(status.getByText(words.mailboxReasons["address-taken"])).toBeVisible();
  });

  await test.step("the foreign mailbox does not take the person's password", async () => {
    await expect(readInbox(portal, wished)).rejects.toThrow();
  });

  await test.step("with another name the mailbox becomes active", async () => {
    await page.getByLabel(words.mail.otherName, { exact: true }).fill(chosen.localPart);
    await page.getByLabel(words.mail.mailboxPassword, { exact: true }).fill(chosen.password);
    await page.getByRole("button", { name: words.mail.createMailbox, exact: true }).click();
    await expectActive(page, words);
    expect(await readInbox(portal, chosen)).toEqual([]);
  });

  await test.step("the person signs in with the new address from then on", async () => {
    await signOut(page, words);
    await signIn(page, words, chosen);
    await expect(page.getByRole("main").getByText(chosen.address).first()).toBeVisible();
  });
});
