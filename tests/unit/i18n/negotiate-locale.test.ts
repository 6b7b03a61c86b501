import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isLocale } from "@/lib/i18n/locales";
import { negotiateLocale } from "@/lib/i18n/negotiate-locale";

describe("the language of a browser", () => {
  test.each([
    ["ru-RU,ru;q=0.9,en;q=0.8", "ru"],
    ["en-GB,en;q=0.9,ru;q=0.8", "en"],
    ["de-DE,de;q=0.9,ru;q=0.5,en;q=0.4", "ru"],
    ["de", "en"],
    ["en;q=0.1, ru;q=0.7", "ru"],
    ["ru;q=0, en;q=0.2", "en"],
    ["*", "en"],
    ["", "en"],
    [null, "en"],
  ])("%s is served in %s", (header, locale) => {
    expect(negotiateLocale(header)).toBe(locale);
  });

  test("no header breaks it", () => {
    fc.assert(fc.property(fc.string({ maxLength: 3_000 }), (header) => isLocale(negotiateLocale(header))));
  });
});
