import type { Page } from "@playwright/test";
import { type Locale, locales } from "@/lib/i18n/locales";
import type { Theme } from "@/lib/i18n/themes";

export interface Look {
  readonly theme: Theme;
  readonly language: Locale;
}

export const LOOKS: readonly Look[] = (["light", "dark"] as const).flatMap((theme) =>
  locales.map((language) => ({ theme, language })),
);

/** Each theme and each language once a size, and every pair of them over both: colours do not depend on the size. */
export const LOOKS_OF_SIZE: Readonly<Record<"phone" | "desktop", readonly Look[]>> = {
  phone: [
    { theme: "light", language: "ru" },
    { theme: "dark", language: "en" },
  ],
  desktop: [
    { theme: "light", language: "en" },
    { theme: "dark", language: "ru" },
  ],
};

/** From the next page on, as if the person had chosen so at the foot of the page. */
export async function wearLook(page: Page, url: string, { theme, language }: Look): Promise<void> {
  await page.context().addCookies([
    { name: "theme", value: theme, url },
    { name: "locale", value: language, url },
  ]);
}
