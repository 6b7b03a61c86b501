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

/** Each theme and each language once: for phones, where the layout differs and the colours do not. */
export const CROSSED_LOOKS: readonly Look[] = [
  { theme: "light", language: "ru" },
  { theme: "dark", language: "en" },
];

/** From the next page on, as if the person had chosen so at the foot of the page. */
export async function wearLook(page: Page, url: string, { theme, language }: Look): Promise<void> {
  await page.context().addCookies([
    { name: "theme", value: theme, url },
    { name: "locale", value: language, url },
  ]);
}
