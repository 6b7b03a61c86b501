import { describe, expect, test } from "vitest";
import { findOneTimeCode } from "@/lib/messages/find-one-time-code";
import { htmlToText } from "@/lib/messages/html-to-text";

describe("a code is found", () => {
  test.each([
    ["482913 is your verification code", "", "482913"],
    ["", "Your code is 123456.", "123456"],
    ["", "Your one-time password: 9081", "9081"],
    ["", "Use verification code\n\n  55 is not it\n  771 204\n", "771204"],
    ["", "G-482913 is your Google verification code.", "G-482913"],
    ["Login", "Enter this code to sign in:\n\nAB12CD\n\nIt expires in 10 minutes.", "AB12CD"],
    ["", "Security code: WXYZ-1234", "WXYZ-1234"],
    ["", "Ваш код подтверждения: 4821", "4821"],
    ["", "Код: 120 934. Никому его не сообщайте.", "120934"],
    ["", "Order 99120034 was paid. Your PIN is 7788", "7788"],
    ["", "© 2026 Example. Your code: 2026", "2026"],
    [
      "Your code",
      htmlToText("<style>.a{width:600}</style><p>Your code is</p><h1>3<b>04</b>918</h1>"),
      "304918",
    ],
  ])("%j %j", (subject, text, code) => {
    expect(findOneTimeCode(subject, text)).toBe(code);
  });
});

describe("what is no code is left alone", () => {
  test.each([
    ["Invoice 20261121", "Total: $1234.00"],
    ["", "Call 555 1234 about your order 887766."],
    ["", "The source code was released in 2019."],
    ["", "Your promo code saves you 1500 EUR until December."],
    ["", "See https://example.test/code/123456 for details"],
    ["", "Meeting at 10:30, room 4021"],
    ["", ""],
  ])("%j %j", (subject, text) => {
    expect(findOneTimeCode(subject, text)).toBeNull();
  });
});

test("a text made of codes and tags is looked through in well under a tenth of a second", () => {
  const startedAt = performance.now();
  findOneTimeCode("code ".repeat(1_000), "A1-B2 code 123 ".repeat(50_000));
  htmlToText("<".repeat(300_000));
  htmlToText("<style><!--".repeat(50_000));
  expect(performance.now() - startedAt).toBeLessThan(250);
});
