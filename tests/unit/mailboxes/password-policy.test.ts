import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findPasswordProblems } from "@/lib/mailboxes/password-policy";
import type { PasswordPolicy } from "@/lib/mailboxes/schema";

const ADDRESS = "ada.lovelace@example.org";
const LAX: PasswordPolicy = {
  minimumLength: 6,
  requireLetters: false,
  requireUpperAndLower: false,
  requireDigits: false,
  requireSpecial: false,
};

describe("a password", () => {
  test.each([
    ["violet harbour ninety trams", []],
    ["корабль уходит на рассвете 7", []],
    ["🦊🚲🌋🎻🧊🪁🥁🛰️🧬🪐🦑🌶️", []],
    ["{PLAIN}violet harbour ninety", []],
    ["short", ["too-short"]],
    ["", ["too-short"]],
    ["violet harb\0ur ninety trams", ["control-character"]],
    ["violet harbour\nninety trams", ["control-character"]],
    ["xx ada.lovelace xx yy zz", ["contains-address"]],
    ["xx ADA.Lovelace xx yy zz", ["contains-address"]],
    ["aaaaaaaaaaaaaaaa", ["too-guessable"]],
    ["password1234", ["too-guessable"]],
    ["qwertyuiopasdf", ["too-guessable"]],
    ["examplepasture", ["too-guessable"]],
  ])("%j has the problems %j", (password, problems) => {
    expect(findPasswordProblems(password, ADDRESS, null)).toEqual(problems);
  });

  test.each([
    [{ minimumLength: 30 }, ["too-short"]],
    [{ requireLetters: true }, []],
    [{ requireUpperAndLower: true }, ["needs-upper-and-lower"]],
    [{ requireDigits: true }, ["needs-digit"]],
    [{ requireSpecial: true }, []],
    [
      { requireUpperAndLower: true, requireDigits: true, minimumLength: 30 },
      ["too-short", "needs-upper-and-lower", "needs-digit"],
    ],
  ] as const)("Mailcow's rule %j is applied to the password itself, not to its hash", (rules, problems) => {
    expect(findPasswordProblems("violet harbour trams", ADDRESS, { ...LAX, ...rules })).toEqual(problems);
  });

  test("Mailcow's laxer length never undercuts ours", () => {
    expect(findPasswordProblems("eleven char", ADDRESS, LAX)).toContain("too-short");
  });

  test("is measured in characters, not in UTF-16 units, and 256 are allowed", () => {
    const fox = "🦊";
    expect(findPasswordProblems(fox.repeat(11), ADDRESS, null)).toContain("too-short");
    expect(findPasswordProblems(fox.repeat(256), ADDRESS, null)).not.toContain("too-long");
    expect(findPasswordProblems(fox.repeat(257), ADDRESS, null)).toContain("too-long");
  });

  test("any text has an answer, quickly, also one that is not well-formed", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
        expect(Array.isArray(findPasswordProblems(text, ADDRESS, null))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
