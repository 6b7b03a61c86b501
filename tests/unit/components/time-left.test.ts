import { expect, test } from "vitest";
import { formatTimeLeft } from "@/components/temporary-mailboxes/format-time-left";

const HOUR = 3_600_000;

test.each([
  [24 * HOUR - 1_000, "23:59:59"],
  [HOUR, "01:00:00"],
  [61_000, "00:01:01"],
  [1, "00:00:01"],
  [0, "00:00:00"],
  [-5_000, "00:00:00"],
])("%d ms reads %s: nothing is called over before it is", (ms, text) => {
  expect(formatTimeLeft(ms, "en")).toBe(text);
});

test.each([
  ["en", 25 * HOUR, "1 day 01:00:00"],
  ["en", 50 * HOUR, "2 days 02:00:00"],
  ["ru", 50 * HOUR, "2 дня 02:00:00"],
  ["ru", 5 * 24 * HOUR, "5 дней 00:00:00"],
])("in %s, days are words of the language", (locale, ms, text) => {
  expect(formatTimeLeft(ms, locale).replaceAll(/\s/gu, " ")).toBe(text);
});
