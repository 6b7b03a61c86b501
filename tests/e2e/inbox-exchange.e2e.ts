import { readFile } from "node:fs/promises";
import { findSidewaysScroll } from "@/tests/support/e2e/find-sideways-scroll";
import { findViolations } from "@/tests/support/e2e/find-violations";
import { expectOutgoing, fillLetter, openMessage, rowOf, sendLetter } from "@/tests/support/e2e/inbox-page";
import { forbidReload } from "@/tests/support/e2e/mail-page";
import { makePerson, signIn } from "@/tests/support/e2e/people";
import { expect, test } from "@/tests/support/e2e/test";

test("two people write to each other with a file and an answer, each in their own window", async ({
  page,
  portal,
  words,
  openBrowser,
}) => {
  test.slow();
  const [anna, boris] = [await makePerson(portal), await makePerson(portal)];
  const other = await openBrowser();
  await signIn(page, words, anna);
  await signIn(other, words, boris);
  await other.goto("/inbox");
  await expect(other.getByText(words.inbox.list.empty.inbox)).toBeVisible();
  const expectNoReload = await forbidReload(other);

  await test.step("Anna writes", async () => {
    await page.goto("/inbox/compose");
    await fillLetter(page, words, { to: boris.address, subject: "Meadows", text: "How is the grass?" });
    await page.locator("input[type=file]").setInputFiles({
      name: "grass – трава.txt",
      mimeType: "text/plain",
      buffer: Buffer.from("green"),
    });
    await page.getByRole("button", { name: words.compose.send, exact: true }).click();
    await page.waitForURL(/\/inbox\/outgoing\//);
    expect(await findViolations(page)).toEqual([]);
    await expectOutgoing(page, "sent");
  });

  await test.step("it appears in Boris's open inbox, and he reads it", async () => {
    await expect(rowOf(other, "Meadows")).toBeVisible();
    await expectNoReload();
    await expect(rowOf(other, "Meadows")).toHaveAttribute("data-seen", "false");
    await openMessage(other, "Meadows");
    await expect(other.locator("[data-message-text]")).toHaveText("How is the grass?");
    await expect(other.locator("[data-attachment]")).toContainText("grass – трава.txt");
    const [file] = await Promise.all([
      other.waitForEvent("download"),
      other.locator("[data-attachment]").click(),
    ]);
    expect(file.suggestedFilename()).toBe("grass – трава.txt");
    expect(await readFile(await file.path(), "utf8")).toBe("green");
    expect(await findViolations(other)).toEqual([]);
    expect(await findSidewaysScroll(other)).toEqual([]);
  });

  await test.step("he answers", async () => {
    await other.getByRole("link", { name: words.inbox.actions.reply, exact: true }).click();
    await other.waitForURL(/\/inbox\/compose/);
    await expect(other.getByLabel(words.compose.to, { exact: true })).toHaveValue(new RegExp(anna.address));
    await expect(other.getByLabel(words.compose.subject, { exact: true })).toHaveValue("Re: Meadows");
    const text = other.getByLabel(words.compose.text, { exact: true });
    await expect(text).toHaveValue(/\n> How is the grass\?\n/);
    await text.press("Control+Home");
    await other.keyboard.type("Wet.");
    expect(await findViolations(other)).toEqual([]);
    expect(await findSidewaysScroll(other)).toEqual([]);
    await sendLetter(other, words);
  });

  await test.step("both see the conversation, and Boris's window that he has answered", async () => {
    await page.goto("/inbox");
    await openMessage(page, "Re: Meadows");
    await expect(page.locator("[data-message-text]")).toContainText("Wet.");
    await expect(page.locator("[data-conversation] li")).toHaveCount(2);
    await other.goto("/inbox");
    await expect(rowOf(other, "Meadows").getByText(words.inbox.list.answered)).toBeAttached();
    await other.goto("/inbox/sent");
    await expect(rowOf(other, "Re: Meadows")).toHaveCount(1);
  });
});
