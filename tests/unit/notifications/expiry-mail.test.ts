import { expect, test } from "vitest";
import { locales } from "@/lib/i18n/locales";
import { writeExpiryMail } from "@/lib/notifications/expiry-mail";

const EXPIRES_AT = new Date("2026-11-21T10:15:00Z");
const write = (locale: (typeof locales)[number], address = "calm-otter@example.org") =>
  writeExpiryMail(locale, { address, expiresAt: EXPIRES_AT }, "https://portal.example.org");

test.each(locales)("%s: the mail names address, time and page, and leaves no gap", (locale) => {
  const { subject, text } = write(locale);
  expect(subject).toContain("calm-otter@example.org");
  expect(text).toContain("calm-otter@example.org");
  expect(text).toContain("10:15");
  expect(text).toContain("UTC");
  expect(text.split("\n")).toContain("https://portal.example.org/temporary-mailboxes");
  expect(subject + text).not.toMatch(/[{}]/);
});

test("each language has words of its own", () => {
  expect(write("en").text).not.toMatch(/[а-яё]/i);
  expect(write("ru").text).toMatch(/[а-яё]/i);
});

test("an address that looks like a gap is not filled in", () => {
  expect(write("en", "{page}@example.org").subject).toBe("{page}@example.org expires soon");
});
