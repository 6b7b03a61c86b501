import { fileURLToPath } from "node:url";
import { defineConfig } from "@playwright/test";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Debian's browser: Playwright's own download is not possible everywhere. */
const CHROMIUM = "/usr/bin/chromium";

const DESKTOP = { viewport: { width: 1280, height: 800 } };
const PHONE = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 };
const ENGLISH = { locale: "en-GB" };
const RUSSIAN = { locale: "ru-RU" };

/** What people see in every size and language; the rest is tested once. */
const EVERYWHERE = ["**/main-job.e2e.ts", "**/outage.e2e.ts", "**/inbox-exchange.e2e.ts"];
const EACH_SIZE = ["**/accessibility.e2e.ts", "**/layout.e2e.ts"];

export default defineConfig({
  testDir: `${root}tests/e2e`,
  testMatch: "**/*.e2e.ts",
  outputDir: `${root}reports/e2e`,
  globalSetup: `${root}tests/support/e2e/global-setup.ts`,
  // Each worker has a portal and a mail server of its own: a test that breaks the mail server must be alone with it.
  workers: 2,
  forbidOnly: Boolean(process.env.CI),
  // Once more where nobody watches; the report calls such a test flaky, and the figures say how many there were.
  retries: process.env.CI ? 1 : 0,
  // Ten times what a test takes on two idle cores: a busy machine is no defect.
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: [["list"], ["json", { outputFile: `${root}reports/e2e.json` }]],
  use: {
    // Recording costs as much as the tests themselves.
    trace: process.env.CI ? "on-first-retry" : "retain-on-failure",
    actionTimeout: 15_000,
    navigationTimeout: 30_000,
    launchOptions: {
      executablePath: CHROMIUM,
      // Without a locale Chromium saves whatever has letters beyond ASCII in its name as "download".
      env: { ...process.env, LC_ALL: "C.UTF-8" },
      args: [
        "--no-sandbox",
        "--disable-quic",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
      ],
    },
  },
  projects: [
    { name: "desktop-en", use: { ...DESKTOP, ...ENGLISH } },
    { name: "desktop-ru", testMatch: EVERYWHERE, use: { ...DESKTOP, ...RUSSIAN } },
    { name: "phone-en", testMatch: [...EVERYWHERE, ...EACH_SIZE], use: { ...PHONE, ...ENGLISH } },
    { name: "phone-ru", testMatch: EVERYWHERE, use: { ...PHONE, ...RUSSIAN } },
  ],
});
