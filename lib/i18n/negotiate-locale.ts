import { DEFAULT_LOCALE, isLocale, type Locale } from "./locales";

/**
 * The best of our languages for an `Accept-Language` header (RFC 9110, 12.5.4): highest quality first, and
 * `ru-RU` counts as `ru`. Anything malformed is skipped, never an error.
 */
export function negotiateLocale(acceptLanguage: string | null): Locale {
  const wishes = (acceptLanguage ?? "").slice(0, 1_000).split(",").map(readWish);
  const best = wishes
    .filter((wish) => wish.quality > 0)
    .sort((one, other) => other.quality - one.quality)
    .find((wish) => isLocale(wish.language));
  return best && isLocale(best.language) ? best.language : DEFAULT_LOCALE;
}

function readWish(text: string): { language: string; quality: number } {
  const [tag = "", ...parameters] = text.trim().split(";");
  const quality = parameters.map((parameter) => /^\s*q=([0-9.]+)\s*$/.exec(parameter)?.[1]).find(Boolean);
  const [language = ""] = tag.trim().toLowerCase().split("-");
  return { language, quality: quality === undefined ? 1 : Number(quality) };
}
