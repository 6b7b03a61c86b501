import { serveBare } from "@/bench/support/serve-bare.mjs";
import { weighPage } from "@/bench/support/weigh-page.mjs";
import { signIn } from "@/tests/support/e2e/people";
import { expect, test } from "@/tests/support/e2e/test";

/** P8: what registering, signing in and reading about one's mail may add to a bare page. */
const MOST_ADDED_BYTES = 15 * 1024;

test("registration, sign-in and Mail load at most 15 KB of gzipped script more than a bare page", async ({
  openBrowser,
  portal,
  words,
  resident,
}) => {
  test.slow();
  const bare = await serveBare();
  try {
    const floor = (await weighPage(await openBrowser(), bare.url)).bytes;
    expect(floor).toBeGreaterThan(100 * 1024);
    const visitor = await openBrowser();
    await signIn(visitor, words, resident);
    const cookies = await visitor.context().cookies();
    for (const path of ["/register", "/sign-in", "/mail"]) {
      // Each in a browser that has never been there: nothing comes from its cache.
      const page = await openBrowser();
      if (path === "/mail") await page.context().addCookies(cookies);
      const { bytes, scripts } = await weighPage(page, `${portal.url}${path}`);
      await expect(page).toHaveURL(`${portal.url}${path}`);
      const figures = `${path}: ${bytes} bytes in ${scripts} scripts, bare ${floor}, added ${bytes - floor}`;
      test.info().annotations.push({ type: "page weight", description: figures });
      expect.soft(bytes - floor, figures).toBeLessThanOrEqual(MOST_ADDED_BYTES);
    }
  } finally {
    await bare.stop();
  }
});
