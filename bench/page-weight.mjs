// `node bench/page-weight.mjs`: first-load JavaScript of the pages everybody sees, against a bare Next page built and
// served in the same run with the same framework.
import { chromium } from "@playwright/test";
import { runPortal } from "./support/run-portal.mjs";
import { serveBare } from "./support/serve-bare.mjs";
import { weighPage } from "./support/weigh-page.mjs";

const PATHS = ["/register", "/sign-in", "/mail"];
const BYTES_PER_KB = 1024;

const bare = await serveBare();
const portal = await runPortal();
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
try {
  const floor = await weigh(bare.url);
  print("page", "scripts", "KB gzip", "over bare", "ratio");
  printWeight("bare", floor, floor);
  for (const path of PATHS) {
    const cookies = path === "/mail" ? await signIn() : [];
    printWeight(path, await weigh(`${portal.url}${path}`, cookies), floor);
  }
} finally {
  await browser.close();
  await Promise.all([portal.stop(), bare.stop()]);
}

/**
 * In a browser that has never been there.
 * @param {string} url
 * @param {import("@playwright/test").Cookie[]} cookies
 */
async function weigh(url, cookies = []) {
  const context = await browser.newContext();
  try {
    await context.addCookies(cookies);
    return await weighPage(await context.newPage(), url);
  } finally {
    await context.close();
  }
}

async function signIn() {
  const context = await browser.newContext({ locale: "en-GB" });
  try {
    const page = await context.newPage();
    await page.goto(`${portal.url}/sign-in`);
    await page.locator("[name=address]").fill(portal.person.address);
    await page.locator("[name=password]").fill(portal.person.password);
    await page.locator("form#sign-in [type=submit]").click();
    await page.waitForURL("**/mail");
    return await context.cookies();
  } finally {
    await context.close();
  }
}

/**
 * @param {string} name
 * @param {{ bytes: number, scripts: number }} weight
 * @param {{ bytes: number }} floor
 */
function printWeight(name, { bytes, scripts }, floor) {
  const over = bytes - floor.bytes;
  print(name, scripts, inKb(bytes), `${over < 0 ? "" : "+"}${inKb(over)}`, (bytes / floor.bytes).toFixed(3));
}

/** @param {number} bytes */
function inKb(bytes) {
  return (bytes / BYTES_PER_KB).toFixed(1);
}

/** @param {(string | number)[]} cells */
function print(...cells) {
  process.stdout.write(`${cells.map((cell) => String(cell).padEnd(12)).join("")}\n`);
}
