/** The languages there are messages for; the first is the one when nothing else decides. */
export const locales = ["en", "ru"] as const;
export type Locale = (typeof locales)[number];

export const DEFAULT_LOCALE: Locale = "en";

/** Each language in its own words. */
export const LOCALE_NAMES: Record<Locale, string> = { en: "English", ru: "Русский" };

export function isLocale(value: unknown): value is Locale {
  return locales.some((locale) => locale === value);
}
