import { expectActive, forbidReload } from "@/tests/support/e2e/mail-page";
import { readInbox, sendMail } from "@/tests/support/e2e/mail-program";
import { inventPassword, inventPerson, register } from "@/tests/support/e2e/people";
import { expect, test } from "@/tests/support/e2e/test";

test("who signs up has a mailbox that takes the typed password, receives mail, and takes a new password", async ({
  page,
  portal,
  words,
  database,
  resident,
}) => {
  const person = inventPerson(portal);

  await test.step("sign-up ends on a Mail page with all four steps done", async () => {
    await register(page, words, person);
    await expectActive(page, words);
    await expect(page.getByRole("main").getByText(person.address).first()).toBeVisible();
  });

  await test.step("IMAP takes the typed password", async () => {
    expect(await readInbox(portal, person)).toEqual([]);
  });

  await test.step("mail from another mailbox arrives, and the open page counts it without a reload", async () => {
    const subject = `For ${person.localPart}`;
    await sendMail(portal, resident, { to: person.address, subject });
    await expect.poll(() => readInbox(portal, person)).toEqual([subject]);
    const expectNoReload = await forbidReload(page);
    await database.ageNumbers(person.address);
    // Any visit asks for new numbers; every open page of this person gets them.
    const elsewhere = await page.context().newPage();
    await elsewhere.goto("/mail");
    const count = page
      .locator("dt", { hasText: words.usage.messages })
      .locator("xpath=following-sibling::dd");
    await expect(count).toHaveText("1");
    await expectNoReload();
    await elsewhere.close();
  });

  await test.step("a new mailbox password is proven, and IMAP takes it", async () => {
    const password = inventPassword();
    await page.getByRole("link", { name: words.mail.changePassword }).click();
    await page.getByLabel(words.mailPassword.newPassword, { exact: true }).fill(password);
    await page.getByRole("button", { name: words.mailPassword.submit, exact: true }).click();
    await expect(page.locator("[data-result=done]")).toHaveText(words.mailPassword.outcomes.proven);
    expect(await readInbox(portal, { ...person, password })).toHaveLength(1);
  });
});
