import { describe, expect, test } from "vitest";
import { suggestPassword } from "@/components/accounts/suggest-password";
import { findPasswordProblems } from "@/lib/mailboxes/password-policy";

const STRICTEST = {
  minimumLength: 16,
  requireLetters: true,
  requireUpperAndLower: true,
  requireDigits: true,
  requireSpecial: true,
};

/** Longer than any suggestion: a short name can turn up inside one by chance, and is refused then. */
const ADDRESS = "a.name.of.twenty.letters@example.org";

describe("a suggested password", () => {
  test("meets the portal's rules and the strictest policy Mailcow can have", () => {
    const problems = Array.from({ length: 50 }, () =>
      findPasswordProblems(suggestPassword(16), ADDRESS, STRICTEST),
    );
    expect(problems.flat()).toEqual([]);
  });

  test("has the length asked for", () => {
    expect([12, 16, 40].map((length) => suggestPassword(length).length)).toEqual([12, 16, 40]);
  });

  test("does not begin with the same kind of character every time", () => {
    const firsts = Array.from({ length: 200 }, () => suggestPassword(16).charAt(0));
    expect(firsts.some((first) => /[a-z]/.test(first))).toBe(true);
    expect(firsts.some((first) => /[^a-z]/.test(first))).toBe(true);
  });

  test("holds nothing that looks like something else in print", () => {
    expect(Array.from({ length: 200 }, () => suggestPassword(16)).join("")).not.toMatch(/[0OoIl1]/);
  });
});
