import { serveBare } from "@/bench/support/serve-bare.mjs";
import { weighPage } from "@/bench/support/weigh-page.mjs";
import { signIn } from "@/tests/support/e2e/people";
import { expect, test } from "@/tests/support/e2e/test";

const KIB = 1024;

/** P8: what a page may add to a bare one: 15 KB where people begin, 20 KB where they read and write. */
const PAGES = [
  { path: "/register", mostAddedBytes: 15 * KIB },
  { path: "/sign-in", mostAddedBytes: 15 * KIB },
  { path: "/mail", mostAddedBytes: 15 * KIB, isSignedIn: true },
  { path: "/inbox/inbox", mostAddedBytes: 20 * KIB, isSignedIn: true },
  { path: "/inbox/compose", mostAddedBytes: 20 * KIB, isSignedIn: true },
];

test("registration, sign-in and Mail load at most 15 KB of gzipped script more than a bare page, the inbox 20", async ({
  openBrowser,
  portal,
  words,
  resident,
}) => {
  test.slow();
  const bare = await serveBare();
  try {
    const floor = (await weighPage(await openBrowser(), bare.url)).bytes;
    expect(floor).toBeGreaterThan(100 * KIB);
    const visitor = await openBrowser();
    await signIn(visitor, words, resident);
    const cookies = await visitor.context().cookies();
    for (const { path, mostAddedBytes, isSignedIn } of PAGES) {
      // Each in a browser that has never been there: nothing comes from its cache.
      const page = await openBrowser();
      if (isSignedIn) await page.context().addCookies(cookies);
      const { bytes, scripts } = await weighPage(page, `${portal.url}${path}`);
      await expect(page).toHaveURL(`${portal.url}${path}`);
      const figures = `${path}: ${bytes} bytes in ${scripts} scripts, bare ${floor}, added ${bytes - floor}`;
      test.info().annotations.push({ type: "page weight", description: figures });
      expect.soft(bytes - floor, figures).toBeLessThanOrEqual(mostAddedBytes);
    }
  } finally {
    await bare.stop();
  }
});
