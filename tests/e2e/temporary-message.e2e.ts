import { readFile } from "node:fs/promises";
import type { Download, Locator, Page } from "@playwright/test";
import { sendMail } from "@/tests/support/e2e/mail-program";
import { signIn } from "@/tests/support/e2e/people";
import { makeAddress } from "@/tests/support/e2e/temporary-address";
import { expect, test } from "@/tests/support/e2e/test";

/** Ten by ten, of one colour. */
const PICTURE = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mNk+M9Qz0AEYBxVSF+FABJADveWkH6oAAAAAElFTkSuQmCC",
  "base64",
);
/** Not reachable, and nothing here may even try until the reader asks. */
const REMOTE = "https://tracker.example.test/pixel.png";
const HTML = `<h1 style="color:#17605b">Confirm your address</h1>
<p onclick="alert(1)">Press <a href="https://example.test/confirm">this link</a>.</p>
<img src="cid:dot" alt="own picture"><img src="${REMOTE}" alt="remote picture"><script>alert(2)</script>`;
/** The watcher's own script is refused by the frame, like everybody's. */
const WATCHER_REFUSED = /Blocked script execution in '(?:about:blank|.*\/messages\/frame)'/;

test("a message with formatting shows its own pictures, fetches none of its sender's until asked, and can be read as text", async ({
  page,
  portal,
  words,
  resident,
  expectedProblems,
}) => {
  expectedProblems.push(WATCHER_REFUSED, /tracker\.example\.test/);
  const t = words.temporary.message;
  const remote = watchRequests(page, REMOTE);
  await signIn(page, words, resident);
  await page.goto("/temporary-mailboxes");
  const { address } = await makeAddress(page, words);
  await sendMail(portal, resident, {
    to: address,
    subject: "Confirm",
    text: "",
    html: HTML,
    attachments: [{ filename: "dot.png", cid: "dot", content: PICTURE }],
  });
  await openNewest(page);
  const message = page.frameLocator("iframe");

  await test.step("behind the walls", async () => {
    await expect(page.locator("iframe")).toHaveAttribute(
      "sandbox",
      "allow-popups allow-popups-to-escape-sandbox",
    );
    await expect(message.getByRole("heading", { name: "Confirm your address" })).toBeVisible();
    await expect(message.getByRole("link", { name: "this link" })).toHaveAttribute("rel", /noopener/);
    expect(await widthOf(message.getByAltText("own picture"))).toBe(10);
    expect(remote).toEqual([]);
  });

  await test.step("a press loads the pictures", async () => {
    await page.getByRole("button", { name: t.showRemoteImages, exact: true }).click();
    await expect.poll(() => remote).toEqual([REMOTE]);
    await expect(message.getByRole("heading", { name: "Confirm your address" })).toBeVisible();
  });

  await test.step("as text its words remain, and nothing else", async () => {
    await page.getByRole("link", { name: t.showText, exact: true }).click();
    const text = page.locator("[data-message-text]");
    await expect(text).toContainText("Press this link.");
    await expect(text).not.toContainText("alert");
    await expect(page.locator("iframe")).toHaveCount(0);
    await page.getByRole("link", { name: t.showHtml, exact: true }).click();
    await expect(page.locator("iframe")).toBeVisible();
  });
});

test("files are saved under their names and shown by no browser", async ({
  page,
  portal,
  words,
  resident,
}) => {
  await signIn(page, words, resident);
  await page.goto("/temporary-mailboxes");
  const { address } = await makeAddress(page, words);
  await sendMail(portal, resident, {
    to: address,
    subject: "Files",
    text: "See https://example.test/a?b=1.",
    attachments: [
      { filename: "Счёт № 1; «итог».html", content: "<script>alert(1)</script>", contentType: "text/html" },
      { filename: "../../etc/pass\u202Efdp.exe", content: "MZ", contentType: "application/pdf" },
    ],
  });
  await openNewest(page);
  await expect(page.getByRole("link", { name: "https://example.test/a?b=1", exact: true })).toHaveAttribute(
    "href",
    "https://example.test/a?b=1",
  );
  const files = page.locator("a[data-attachment]");
  await expect(files).toHaveCount(2);

  await test.step("the name is only a name, in its own letters", async () => {
    const invoice = await download(page, files.nth(0));
    expect(invoice.suggestedFilename()).toBe("Счёт № 1; «итог».html");
    expect(await readFile(await invoice.path(), "utf8")).toBe("<script>alert(1)</script>");
    const turned = await download(page, files.nth(1));
    expect(turned.suggestedFilename()).not.toMatch(/[/\\\u202E]/);
    expect(turned.suggestedFilename()).toMatch(/passfdp\.exe$/);
  });

  await test.step("the answer forbids showing it, guessing at it, and keeping it", async () => {
    const links = [await files.nth(0).getAttribute("href"), await rawLink(page, words).getAttribute("href")];
    for (const link of links) {
      const answer = await page.request.get(link ?? "");
      expect(answer.status()).toBe(200);
      const headers = answer.headers();
      expect(headers["content-type"]).toBe("application/octet-stream");
      expect(headers["content-disposition"]).toMatch(
        /^attachment; filename="[ -~]+"; filename\*=UTF-8''\S+$/,
      );
      expect(headers["content-security-policy"]).toMatch(/sandbox/);
      expect(headers["x-content-type-options"]).toMatch(/^nosniff/);
      expect(headers["cache-control"]).toMatch(/no-store/);
    }
  });

  await test.step("the whole message is a file as well", async () => {
    const raw = await download(page, rawLink(page, words));
    expect(raw.suggestedFilename()).toMatch(/^message-.+\.eml$/);
    expect(await readFile(await raw.path(), "latin1")).toMatch(/^subject: Files$/im);
  });
});

function watchRequests(page: Page, url: string): readonly string[] {
  const seen: string[] = [];
  page.context().on("request", (request) => {
    if (request.url().startsWith(new URL(url).origin)) seen.push(request.url());
  });
  return seen;
}

async function openNewest(page: Page): Promise<void> {
  await page.locator("[data-message] a").first().click();
  await page.waitForURL(/\/messages\//);
}

/** What the picture itself measures; 0 for one that could not be loaded. */
function widthOf(picture: Locator): Promise<number> {
  return picture.evaluate((image: HTMLImageElement) => image.naturalWidth);
}

function rawLink(page: Page, words: { readonly temporary: { readonly message: { readonly raw: string } } }) {
  return page.getByRole("link", { name: words.temporary.message.raw, exact: true });
}

async function download(page: Page, link: Locator): Promise<Download> {
  const [file] = await Promise.all([page.waitForEvent("download"), link.click()]);
  return file;
}
