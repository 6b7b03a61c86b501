import type { Page } from "@playwright/test";
import { findSidewaysScroll } from "@/tests/support/e2e/find-sideways-scroll";
import { findViolations } from "@/tests/support/e2e/find-violations";
import { expectOutgoing, fillLetter, openMessage, rowOf, sendLetter } from "@/tests/support/e2e/inbox-page";
import { sendMail } from "@/tests/support/e2e/mail-program";
import { makePerson, type Person, signIn } from "@/tests/support/e2e/people";
import type { PortalUnderTest } from "@/tests/support/e2e/portal-under-test";
import { runPasture } from "@/tests/support/e2e/run-pasture";
import { expect, test } from "@/tests/support/e2e/test";
import { LOOKS, wearLook } from "@/tests/support/e2e/wear-looks";

const SHOWN_WITHIN_MS = 3_000;
const NARROWEST = 320;

test("new mail shows by itself within three seconds, and search finds by place and by word", async ({
  page,
  portal,
  words,
}) => {
  const person = await makePerson(portal);
  await signIn(page, words, person);
  await page.goto("/inbox");
  await expect(page.getByText(words.inbox.list.empty.inbox)).toBeVisible();

  await test.step("it arrives while the focus stays where it is", async () => {
    await page.locator("[data-key='/']").focus();
    await sendMail(portal, person, { to: person.address, subject: "First hay", text: "Cut on Monday." });
    await expect(rowOf(page, "First hay")).toBeVisible({ timeout: SHOWN_WITHIN_MS });
    await expect(page.locator("[data-key='/']")).toBeFocused();
    await expect(page.locator("[data-folder-count='1']").first()).toBeAttached();
  });

  await test.step("search", async () => {
    await sendMail(portal, person, { to: person.address, subject: "Second hay", text: "Cut on Friday." });
    await expect(rowOf(page, "Second hay")).toBeVisible();
    await search(page, "Monday");
    await expect(page.locator("[data-message]")).toHaveCount(1);
    await expect(rowOf(page, "First hay")).toBeVisible();
    await search(page, "subject:second");
    await expect(page.locator("[data-message]")).toHaveCount(1);
    await expect(rowOf(page, "Second hay")).toBeVisible();
    await openMessage(page, "Second hay");
    await page.goBack();
    await expect(page).toHaveURL(/q=subject/);
    await search(page, "from:nobody");
    await expect(page.getByText(words.inbox.search.none)).toBeVisible();
    await page.getByRole("link", { name: words.inbox.search.clear }).last().click();
    await expect(page.locator("[data-message]")).toHaveCount(2);
    await page.getByLabel(words.inbox.search.unreadOnly).check();
    await expect(page.locator("[data-message]")).toHaveCount(1);
  });
});

test("what is selected is flagged, moved and deleted, and each move can be undone", async ({
  page,
  portal,
  words,
}) => {
  const person = await makePerson(portal);
  await deliver(portal, person, ["One", "Two", "Three", "Four"]);
  await signIn(page, words, person);
  await page.goto("/inbox");
  await expect(page.locator("[data-message]")).toHaveCount(4);
  const boxes = page.locator("input[name=message]");
  const { actions, notices } = words.inbox;

  await test.step("a range by Shift; the bar says how many", async () => {
    await boxes.nth(0).click();
    await boxes.nth(2).click({ modifiers: ["Shift"] });
    await expect(page.locator("input[name=message]:checked")).toHaveCount(3);
    await page.getByRole("button", { name: actions.flag, exact: true }).click();
    await expect(page.locator("[data-flagged=true]")).toHaveCount(3);
  });

  await test.step("deleted, and back again", async () => {
    await page.locator("[data-select-all]").check();
    await page.getByRole("button", { name: actions.delete, exact: true }).click();
    await expect(page.locator("[data-message]")).toHaveCount(0);
    await expect(page.locator("#inbox-announcer")).not.toBeEmpty();
    expect(await findViolations(page)).toEqual([]);
    await page.getByRole("button", { name: notices.undo, exact: true }).click();
    await expect(page.locator("[data-message]")).toHaveCount(4);
  });

  await test.step("moved from the open message", async () => {
    await openMessage(page, "Two");
    await page.getByRole("button", { name: actions.move, exact: true }).last().click();
    await page.locator("#move-message [data-move-to=archive]").click();
    await expect(page.locator("[data-message]")).toHaveCount(3);
    await page.goto("/inbox/archive");
    await expect(rowOf(page, "Two")).toBeVisible();
  });

  await test.step("from the bin it is gone for good", async () => {
    await openMessage(page, "Two");
    await page.locator("#message-actions").getByRole("button", { name: actions.delete, exact: true }).click();
    await page.goto("/inbox/trash");
    await boxes.first().check();
    await page.getByRole("button", { name: actions.deleteForGood, exact: true }).click();
    await expect(page.getByText(words.inbox.list.empty.trash)).toBeVisible();
    await page.goto("/inbox/no-such-folder");
    await page.getByRole("link", { name: words.inbox.problems.toInbox }).click();
    await expect(page.locator("[data-message]")).toHaveCount(3);
  });
});

test("what is written is kept, sent after a pause in which it can be taken back, and never lost to a mistake", async ({
  page,
  portal,
  words,
}) => {
  test.slow();
  const person = await makePerson(portal);
  await signIn(page, words, person);
  await page.goto("/inbox/compose");
  const saved = page.locator("[data-autosave]");
  // More than other forms may bring.
  const file = { name: "list.txt", mimeType: "text/plain", buffer: Buffer.alloc(2_000_000, "hay ") };

  await test.step("kept by itself, file and all", async () => {
    await fillLetter(page, words, { to: "half an addr", subject: "Kept", text: "Line one\n\nLine two" });
    await page.locator("input[type=file]").setInputFiles(file);
    await expect(saved).toContainText(/\d/, { timeout: 60_000 });
    await expect(page.locator("[data-files] li")).toHaveCount(1);
  });

  await test.step("gone on with from the drafts, even with half an address", async () => {
    await page.goto("/inbox/drafts");
    await openMessage(page, "Kept");
    await page.getByRole("link", { name: words.inbox.actions.continueDraft, exact: true }).click();
    await page.waitForURL(/\/inbox\/compose/);
    await expect(page.getByLabel(words.compose.to, { exact: true })).toHaveValue("half an addr");
    await expect(page.getByLabel(words.compose.text, { exact: true })).toHaveValue("Line one\n\nLine two");
    await expect(page.locator("[data-files] li")).toHaveCount(1);
  });

  await test.step("refused with a sentence at the field, and everything still there", async () => {
    await page.getByRole("button", { name: words.compose.send, exact: true }).click();
    await expect(page.getByLabel(words.compose.to, { exact: true })).toHaveAccessibleDescription(
      /half an addr/,
    );
    await expect(page.getByLabel(words.compose.text, { exact: true })).toHaveValue("Line one\n\nLine two");
    await expect(page.locator("[data-files] li")).toHaveCount(1);
    expect(await findViolations(page)).toEqual([]);
  });

  await test.step("sent, taken back, and sent", async () => {
    await fillLetter(page, words, { to: person.address });
    await page.getByRole("button", { name: words.compose.send, exact: true }).click();
    await page.waitForURL(/\/inbox\/outgoing\//);
    await expectOutgoing(page, "held");
    await page.getByRole("button", { name: words.outgoing.undo, exact: true }).click();
    await page.waitForURL(/\/inbox\/compose/);
    await expect(page.getByLabel(words.compose.subject, { exact: true })).toHaveValue("Kept");
    await expect(page.locator("[data-files] li")).toHaveCount(1);
    await sendLetter(page, words);
    await page.goto("/inbox");
    await expect(rowOf(page, "Kept")).toHaveCount(1);
    await page.goto("/inbox/drafts");
    await expect(page.locator("[data-message]")).toHaveCount(0);
  });
});

test("a message goes on to somebody else with its file, and its source can be read", async ({
  page,
  portal,
  words,
}) => {
  const person = await makePerson(portal);
  await sendMail(portal, person, {
    to: person.address,
    subject: "Receipt",
    text: "Paid in hay.",
    attachments: [{ filename: "receipt.txt", content: "12 bales", contentType: "text/plain" }],
  });
  await signIn(page, words, person);
  await page.goto("/inbox");
  await openMessage(page, "Receipt");

  await test.step("the source is all of it, as text", async () => {
    await page.getByRole("link", { name: words.inbox.reading.showSource, exact: true }).click();
    await expect(page.locator("[data-message-source]")).toContainText(/^Subject: Receipt$/m);
    await expect(page.locator("[data-message-source]")).toContainText("receipt.txt");
    expect(await findViolations(page)).toEqual([]);
    await page.getByRole("link", { name: words.inbox.reading.showMessage, exact: true }).click();
    await expect(page.locator("[data-message-text]")).toHaveText("Paid in hay.");
  });

  await test.step("forwarded, the file is in it", async () => {
    await page.getByRole("link", { name: words.inbox.actions.forward, exact: true }).click();
    await page.waitForURL(/\/inbox\/compose/);
    await expect(page.getByLabel(words.compose.subject, { exact: true })).toHaveValue("Fwd: Receipt");
    await expect(page.locator("[data-files] li")).toHaveCount(1);
    await fillLetter(page, words, { to: person.address });
    await sendLetter(page, words);
    await page.goto("/inbox");
    await openMessage(page, "Fwd: Receipt");
    await expect(page.locator("[data-message-text]")).toContainText("Paid in hay.");
    await expect(page.locator("[data-attachment]")).toContainText("receipt.txt");
  });
});

test("what a program writes waits until its owner has read it and lets it go", async ({
  page,
  portal,
  words,
}) => {
  test.slow();
  const person = await makePerson(portal);
  const args = ["token", "create", "--account", person.address, "--scope", "mail:send", "--json"];
  const { token } = JSON.parse((await runPasture(portal, args)).stdout) as { token: string };
  for (const subject of ["Robot one", "Robot two"]) {
    const answer = await page.request.post(`${portal.url}/api/v1/messages`, {
      headers: { Authorization: `Bearer ${token}` },
      data: { to: [person.address], subject, text: "By a program." },
    });
    expect(answer.status(), await answer.text()).toBeLessThan(300);
  }
  await signIn(page, words, person);
  await page.goto("/inbox");
  const outgoing = page.getByRole("link", { name: new RegExp(words.inbox.folders.outgoing) }).first();
  await outgoing.click();
  await page.getByRole("link", { name: /Robot one/ }).click();
  await expectOutgoing(page, "awaiting-approval");
  await expect(page.locator("[data-outgoing-text]")).toHaveText("By a program.");
  expect(await findViolations(page)).toEqual([]);
  await page.getByRole("button", { name: words.outgoing.approve, exact: true }).click();
  await expectOutgoing(page, "sent");
  await page.goto("/inbox/outgoing");
  await page.getByRole("link", { name: /Robot two/ }).click();
  await page.getByRole("button", { name: words.outgoing.reject, exact: true }).click();
  await expectOutgoing(page, "rejected");
  await page.goto("/inbox");
  await expect(rowOf(page, "Robot one")).toHaveCount(1);
  await expect(rowOf(page, "Robot two")).toHaveCount(0);
});

test("a revoked app password is called that, and a new one is made at the press of a button", async ({
  page,
  portal,
  words,
  sandbox,
}) => {
  test.slow();
  const person = await makePerson(portal);
  await deliver(portal, person, ["Before"]);
  await signIn(page, words, person);
  await sandbox.revokeAppPasswords(person.address);
  await page.goto("/inbox");
  await expect(page.getByText(words.inbox.problems.accessRevoked)).toBeVisible();
  expect(await findViolations(page)).toEqual([]);
  await page.getByRole("button", { name: words.inbox.problems.renew, exact: true }).click();
  await expect(rowOf(page, "Before")).toBeVisible({ timeout: 60_000 });
});

test("the keyboard alone reads, answers, flags and deletes, and its keys can be switched off", async ({
  page,
  portal,
  words,
}) => {
  const person = await makePerson(portal);
  await deliver(portal, person, ["Older", "Newer"]);
  await signIn(page, words, person);
  await page.goto("/inbox");
  await expect(page.locator("[data-message]")).toHaveCount(2);

  await test.step("through the list and into a message", async () => {
    await pressUntil(page, "j", () =>
      expect(rowOf(page, "Newer").locator("a")).toBeFocused({ timeout: 1_000 }),
    );
    await page.keyboard.press("o");
    await expect(page.locator("#message-subject")).toHaveText("Newer");
    await expect(page.locator("#message-subject")).toBeFocused();
    await page.keyboard.press("j");
    await expect(page.locator("#message-subject")).toHaveText("Older");
    await page.keyboard.press("s");
    await expect(rowOf(page, "Older")).toHaveAttribute("data-flagged", "true");
    await page.keyboard.press("u");
    await expect(page).toHaveURL(/\/inbox\/inbox$/);
    await expect(rowOf(page, "Older").locator("a")).toBeFocused();
  });

  await test.step("search takes the focus, and keys typed there are text", async () => {
    await page.keyboard.press("/");
    await page.keyboard.type("juc");
    await expect(page.locator("[data-key='/']")).toHaveValue("juc");
    await page.keyboard.press("Tab");
  });

  await test.step("delete and undo", async () => {
    await rowOf(page, "Older").locator("a").focus();
    await page.keyboard.press("#");
    await expect(page.locator("[data-message]")).toHaveCount(1);
    await page.keyboard.press("z");
    await expect(page.locator("[data-message]")).toHaveCount(2);
  });

  await test.step("answer", async () => {
    await openMessage(page, "Newer");
    await page.keyboard.press("r");
    await page.waitForURL(/mode=reply/);
    await expect(page.getByLabel(words.compose.text, { exact: true })).toBeFocused();
  });

  await test.step("off, and they do nothing", async () => {
    await page.goto("/inbox");
    await expect(page.locator("[data-message]")).toHaveCount(2);
    const dialog = page.getByRole("dialog");
    await pressUntil(page, "?", () => expect(dialog).toBeVisible({ timeout: 1_000 }));
    expect(await findViolations(page)).toEqual([]);
    await dialog.getByRole("button", { name: words.inbox.shortcuts.switchOff, exact: true }).click();
    await expect(
      dialog.getByRole("button", { name: words.inbox.shortcuts.switchOn, exact: true }),
    ).toBeVisible();
    await page.keyboard.press("Escape");
    await page.keyboard.press("c");
    await page.keyboard.press("?");
    await expect(dialog).toBeHidden();
    await expect(page).toHaveURL(/\/inbox\/inbox$/);
  });
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("mail is read, moved back from the bin, written and sent", async ({ page, portal, words }) => {
    test.slow();
    const person = await makePerson(portal);
    await deliver(portal, person, ["Plain"]);
    await signIn(page, words, person);
    await page.goto("/inbox/inbox?wait=1");
    await rowOf(page, "Plain").locator("[data-row-link]").click();
    await expect(page.locator("[data-message-text]")).toHaveText("Sent by a test.");
    await page.locator("#message-actions").getByRole("button", { name: words.inbox.actions.delete }).click();
    await expect(rowOf(page, "Plain")).toHaveCount(0);
    await page.getByRole("button", { name: words.inbox.notices.undo, exact: true }).click();
    await expect(rowOf(page, "Plain")).toBeVisible();

    await page.goto("/inbox/compose");
    await fillLetter(page, words, { to: "nobody", subject: "By hand", text: "Without a script." });
    const file = { name: "a.txt", mimeType: "text/plain", buffer: Buffer.from("a") };
    await page.locator("input[type=file]").setInputFiles(file);
    await page.getByRole("button", { name: words.compose.send, exact: true }).click();
    await expect(page.locator("[data-result=refused]")).toBeVisible();
    await expect(page.getByLabel(words.compose.text, { exact: true })).toHaveValue("Without a script.");
    await expect(page.locator("[data-files] li")).toHaveCount(1);
    await fillLetter(page, words, { to: person.address });
    await page.getByRole("button", { name: words.compose.send, exact: true }).click();
    await page.waitForURL(/\/inbox\/outgoing\//);
    // The page asks again by itself.
    await expectOutgoing(page, "sent");
    await page.goto("/inbox/inbox?wait=1");
    await expect(rowOf(page, "By hand")).toBeVisible();
  });
});

test("nothing stands in anybody's way: list, message, form and outgoing mail, on every size and in every look", async ({
  page,
  portal,
  words,
}) => {
  test.slow();
  const person = await makePerson(portal);
  await sendMail(portal, person, {
    to: person.address,
    subject: "Your code is 482913 and a subject that is long enough to be cut somewhere",
    text: `A word without an end: ${"x".repeat(300)}`,
    attachments: [{ filename: `${"long-".repeat(30)}name.pdf`, content: "x" }],
  });
  await signIn(page, words, person);
  await page.goto("/inbox");
  const link = page.locator("[data-row-link]").first();
  const message = (await link.getAttribute("href")) ?? "";
  await page.goto("/inbox/compose");
  await fillLetter(page, words, { to: person.address, subject: "Held", text: "For a moment." });
  await sendLetter(page, words);
  const outgoing = new URL(page.url()).pathname;
  const size = page.viewportSize() ?? { width: 1280, height: 800 };
  for (const look of LOOKS) {
    await wearLook(page, portal.url, look);
    for (const path of ["/inbox/inbox", message, "/inbox/compose", outgoing, "/inbox/outgoing"]) {
      const which = `${path}, ${look.theme}, ${look.language}`;
      await page.goto(path);
      await expect(page.locator("html"), which).toHaveAttribute("lang", look.language);
      expect.soft(await findViolations(page), which).toEqual([]);
      await page.setViewportSize({ width: NARROWEST, height: 740 });
      expect.soft(await findSidewaysScroll(page), `${which}, narrow`).toEqual([]);
      if (look.theme === "dark") expect.soft(await findViolations(page), `${which}, narrow`).toEqual([]);
      await page.setViewportSize(size);
    }
  }
});

async function deliver(portal: PortalUnderTest, person: Person, subjects: readonly string[]): Promise<void> {
  for (const subject of subjects) await sendMail(portal, person, { to: person.address, subject });
}

async function search(page: Page, query: string): Promise<void> {
  await page.locator("[data-key='/']").fill(query);
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => url.searchParams.get("q") === query);
}

/** A key pressed before the page listens is lost: pressed again until it has done something. */
async function pressUntil(page: Page, key: string, isDone: () => Promise<void>): Promise<void> {
  await expect(async () => {
    await page.keyboard.press(key);
    await isDone();
  }).toPass();
}
