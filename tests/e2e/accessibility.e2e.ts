import type { Page } from "@playwright/test";
import { findSidewaysScroll } from "@/tests/support/e2e/find-sideways-scroll";
import { findViolations } from "@/tests/support/e2e/find-violations";
import { mailboxIn } from "@/tests/support/e2e/mail-page";
import { sendMail } from "@/tests/support/e2e/mail-program";
import { inventPerson, makePerson, register, signIn } from "@/tests/support/e2e/people";
import type { PortalUnderTest } from "@/tests/support/e2e/portal-under-test";
import { runPasture } from "@/tests/support/e2e/run-pasture";
import { makeAddress } from "@/tests/support/e2e/temporary-address";
import { test as base, expect } from "@/tests/support/e2e/test";
import { LOOKS_OF_SIZE, wearLook } from "@/tests/support/e2e/wear-looks";

const NARROWEST = 320;

const test = base.extend<{ expectAccessible: (...paths: readonly string[]) => Promise<void> }>({
  /** Loads each page in both themes and languages and has axe look at it; then narrows it to the smallest phone. */
  expectAccessible: async ({ page, portal, viewport }, use) => {
    const size = viewport ?? { width: 1280, height: 800 };
    const looks = LOOKS_OF_SIZE[size.width < 600 ? "phone" : "desktop"];
    await use(async (...paths) => {
      for (const look of looks) {
        await wearLook(page, portal.url, look);
        for (const path of paths) {
          const which = `${path}, ${look.theme}, ${look.language}`;
          await page.goto(path);
          await expect(page.locator("html"), which).toHaveAttribute("lang", look.language);
          await expect(page.locator("html"), which).toHaveAttribute("data-theme", look.theme);
          expect.soft(await findViolations(page), which).toEqual([]);
          await page.setViewportSize({ width: NARROWEST, height: size.height });
          expect.soft(await findSidewaysScroll(page), `${which}, ${NARROWEST} px`).toEqual([]);
          await page.setViewportSize(size);
        }
      }
    });
  },
});

test("nothing stands in anybody's way on the pages of visitors", async ({
  portal,
  expectAccessible,
  expectedProblems,
}) => {
  expectedProblems.push(/no-such-page: Failed to load resource: .* 404/);
  await expectAccessible("/", "/register", "/sign-in", "/recover", "/setup", "/no-such-page");
  await expectAccessible(new URL(portal.setupLink).pathname + new URL(portal.setupLink).search);
});

test("nothing stands in anybody's way on the pages of somebody with a mailbox", async ({
  page,
  words,
  resident,
  expectAccessible,
}) => {
  await signIn(page, words, resident);
  await expectAccessible("/mail", "/mail/password", "/mail/delete", "/settings", "/api-reference");
  await expectAccessible("/temporary-mailboxes");
});

test("nothing stands in anybody's way on the pages of somebody who has their mail watched", async ({
  page,
  words,
  resident,
  expectAccessible,
}) => {
  await signIn(page, words, resident);
  await expectAccessible("/inbox/rules", "/notifications");
});

test("nothing stands in anybody's way at a temporary address, its messages and its end", async ({
  page,
  portal,
  words,
  resident,
  database,
  expectAccessible,
  expectedProblems,
}) => {
  expectedProblems.push(/Failed to load resource: .* 404/, /Blocked script execution/);
  await signIn(page, words, resident);
  await page.goto("/temporary-mailboxes");
  const { address, place } = await makeAddress(page, words);
  await sendMail(portal, resident, {
    to: address,
    subject: "Your code is 482913",
    html: "<b>Hello</b>",
    attachments: [{ filename: "list.txt", content: "1" }],
  });
  const message = page.locator("[data-message] a");
  await expect(message).toHaveCount(1);
  await expectAccessible(place, String(await message.getAttribute("href")), `${place}/delete`);
  await database.moveExpiry(address, -1);
  await expectAccessible(place, "/temporary-mailboxes/00000000-0000-4000-8000-000000000000");
});

test("nothing stands in a visitor's way at a temporary address", async ({
  page,
  portal,
  words,
  expectAccessible,
}) => {
  await letVisitors(portal, "yes");
  try {
    await page.goto("/temporary");
    await makeAddress(page, words);
    await expectAccessible("/", "/temporary");
  } finally {
    await letVisitors(portal, "no");
  }
  await expectAccessible("/temporary");
});

test("nothing stands in an admin's way", async ({ page, portal, words, expectAccessible }) => {
  const admin = await makePerson(portal, "--admin");
  await signIn(page, words, admin);
  await expectAccessible("/admin/mailboxes", "/admin/domains", "/admin/domains/new", "/admin/clean-up");
  await expectAccessible(`/admin/domains/${portal.domain}`, "/admin/usage", "/admin/webhooks");
});

test("nothing stands in anybody's way while the mailbox waits for the mail server", async ({
  page,
  portal,
  words,
  sandbox,
  expectAccessible,
}) => {
  await sandbox.setFault({ kind: "down" });
  await register(page, words, inventPerson(portal));
  await expect(page.getByText(words.mailServer.title)).toBeVisible();
  await expectAccessible("/mail");
  await expect(mailboxIn(page, "pending", "provisioning")).toBeVisible();

  await test.step("nothing moves for who wants it so", async () => {
    const moving = () => page.evaluate(() => document.getAnimations().map(({ playState }) => playState));
    await expect.poll(moving).toContain("running");
    await page.emulateMedia({ reducedMotion: "reduce" });
    await expect.poll(moving).not.toContain("running");
  });
});

test("nothing stands in anybody's way when another name is needed", async ({
  page,
  portal,
  words,
  sandbox,
  expectAccessible,
}) => {
  const person = inventPerson(portal);
  await sandbox.makeForeignMailbox(person.address);
  await register(page, words, person);
  await expect(mailboxIn(page, "needs-user")).toBeVisible();
  await expectAccessible("/mail");
});

test("nothing stands in anybody's way while a mailbox is being deleted", async ({
  page,
  portal,
  words,
  expectAccessible,
}) => {
  const person = await makePerson(portal);
  await signIn(page, words, person);
  await page.goto("/mail/delete");
  await page.getByRole("textbox").fill(person.address);
  await page.getByRole("button", { name: words.deleteMailbox.submit, exact: true }).click();
  await expect(mailboxIn(page, "deleting")).toBeVisible();
  await expectAccessible("/mail");
});

test("a refused form tells what is wrong where it is wrong", async ({ page, words }) => {
  await refuse(page, "/register", words.register.submit);
  await refuse(page, "/sign-in", words.signIn.submit);
});

async function letVisitors({ dataDir, domain }: PortalUnderTest, answer: "yes" | "no"): Promise<void> {
  const { code, stderr } = await runPasture({ dataDir }, ["domain", "save", domain, "--visitors", answer]);
  expect(code, stderr).toBe(0);
}

async function refuse(page: Page, path: string, submit: string): Promise<void> {
  await page.goto(path);
  await page.getByRole("button", { name: submit, exact: true }).click();
  const answer = page.locator("[data-result=refused]");
  await expect(answer).toBeVisible();
  await expect(page.locator(":focus")).toContainText((await answer.textContent()) ?? "");
  const invalid = page.locator("[aria-invalid=true]");
  expect(await invalid.count()).toBeGreaterThan(0);
  for (const field of await invalid.all()) await expect(field).toHaveAccessibleDescription(/\p{L}/u);
  expect(await findViolations(page)).toEqual([]);
}
