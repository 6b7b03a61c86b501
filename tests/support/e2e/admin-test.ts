import type { Page } from "@playwright/test";
import { findSidewaysScroll } from "./find-sideways-scroll";
import { findViolations } from "./find-violations";
import { makePerson, type Person, signIn } from "./people";
import { test as base, expect } from "./test";
import { LOOKS_OF_SIZE, wearLook } from "./wear-looks";

const NARROWEST = 320;

interface AdminFixtures {
  /** Signed in, on the Mail page. */
  readonly adminPage: Page;
  /**
   * Loads the page it is on in both themes and both languages, and has axe look at it: once wide, once as narrow as
   * phones are. Narrow, it cannot be pushed sideways.
   */
  readonly expectPresentable: (what: string) => Promise<void>;
}

/** A test of the admin section, with somebody who may enter it. */
export const test = base.extend<AdminFixtures, { readonly admin: Person }>({
  admin: [async ({ portal }, use) => use(await makePerson(portal, "--admin")), { scope: "worker" }],
  adminPage: async ({ page, words, admin }, use) => {
    await signIn(page, words, admin);
    await use(page);
  },
  expectPresentable: async ({ page, portal, language, viewport }, use) => {
    const size = viewport ?? { width: 1280, height: 800 };
    await use(async (what) => {
      for (const look of LOOKS_OF_SIZE.phone) {
        const which = `${what}, ${look.theme}, ${look.language}`;
        await wearLook(page, portal.url, look);
        await page.reload();
        await expect(page.locator("html"), which).toHaveAttribute("lang", look.language);
        const isNarrow = look === LOOKS_OF_SIZE.phone[0];
        if (!isNarrow) expect.soft(await findViolations(page), which).toEqual([]);
        await page.setViewportSize({ width: NARROWEST, height: size.height });
        expect.soft(await findSidewaysScroll(page), `${which}, ${NARROWEST} px`).toEqual([]);
        if (isNarrow) expect.soft(await findViolations(page), `${which}, ${NARROWEST} px`).toEqual([]);
        await page.setViewportSize(size);
      }
      await wearLook(page, portal.url, { theme: "light", language });
      await page.reload();
    });
  },
});

export { expect };
