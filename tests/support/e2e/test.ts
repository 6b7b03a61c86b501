import { test as base, expect, type Page } from "@playwright/test";
import type { Locale } from "@/lib/i18n/locales";
import { makePerson, type Person } from "./people";
import { openPortalDatabase, type PortalDatabase } from "./portal-database";
import { type PortalUnderTest, readPortal } from "./portal-under-test";
import { controlSandbox, type SandboxControl } from "./sandbox-control";
import { watchPages } from "./watch-pages";
import { loadWords, type Words } from "./words";

interface TestFixtures {
  /** Of the project: `en` or `ru`. */
  readonly language: Locale;
  /** The portal's sentences in that language. */
  readonly words: Words;
  /** Mends the mail server after the test, and waits until the portal has noticed. */
  readonly sandbox: SandboxControl;
  /** Another browser with cookies of its own, watched like the first one. */
  readonly openBrowser: () => Promise<Page>;
  /** Problems a test means to cause; any other one fails it. */
  readonly expectedProblems: RegExp[];
  readonly watched: undefined;
}

interface WorkerFixtures {
  readonly portal: PortalUnderTest;
  readonly database: PortalDatabase;
  /** Somebody with a ready mailbox whom no test changes. */
  readonly resident: Person;
}

const MENDED_WITHIN_MS = 30_000;

/** A test with the running portal at hand, which fails when any page of it logs an error or breaks its policy. */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  portal: [
    ({ browserName: _ }, use, { parallelIndex }) => use(readPortal(parallelIndex)),
    { scope: "worker" },
  ],
  database: [
    async ({ portal }, use) => {
      const database = await openPortalDatabase(portal);
      await use(database);
      await database.close();
    },
    { scope: "worker" },
  ],
  resident: [async ({ portal }, use) => use(await makePerson(portal)), { scope: "worker" }],
  baseURL: ({ portal }, use) => use(portal.url),
  language: ({ locale }, use) => use(locale?.startsWith("ru") ? "ru" : "en"),
  words: ({ language }, use) => use(loadWords(language)),
  sandbox: async ({ portal, database }, use) => {
    const sandbox = controlSandbox(portal);
    await use(sandbox);
    await sandbox.clearFault();
    await expect.poll(() => database.isMailServerReachable(), { timeout: MENDED_WITHIN_MS }).toBe(true);
  },
  expectedProblems: ({ browserName: _ }, use) => use([]),
  openBrowser: async ({ browser, contextOptions, locale, viewport, baseURL, expectedProblems }, use) => {
    const closing: (() => Promise<void>)[] = [];
    await use(async () => {
      const context = await browser.newContext({
        ...contextOptions,
        ...(locale ? { locale } : {}),
        ...(baseURL ? { baseURL } : {}),
        viewport: viewport ?? null,
      });
      const problems = await watchPages(context);
      closing.push(async () => {
        await context.close();
        expect(unexpected(problems, expectedProblems)).toEqual([]);
      });
      return context.newPage();
    });
    for (const close of closing) await close();
  },
  watched: [
    async ({ context, expectedProblems }, use) => {
      const problems = await watchPages(context);
      await use(undefined);
      expect(unexpected(problems, expectedProblems)).toEqual([]);
    },
    { auto: true },
  ],
});

function unexpected(problems: readonly string[], expected: readonly RegExp[]): string[] {
  return problems.filter((problem) => !expected.some((pattern) => pattern.test(problem)));
}

export { expect };
