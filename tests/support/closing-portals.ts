import { afterEach } from "vitest";
import { openSeededPortal, type SeededPortal, type SeededPortalOptions } from "./seeded-portal";

export interface SeededPortals {
  /** Closed after the test. */
  open(options: SeededPortalOptions): Promise<SeededPortal>;
  /** Anything else to be closed after the test, before the portal it hangs on. */
  closeLater(close: () => unknown): void;
}

/** For the top of a test file. */
export function closingPortals(): SeededPortals {
  const closing: (() => unknown)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });
  const closeLater = (close: () => unknown): void => {
    closing.push(close);
  };
  return {
    closeLater,
    open: async (options) => {
      const portal = await openSeededPortal(options);
      closeLater(() => portal.close());
      return portal;
    },
  };
}
