import fc from "fast-check";
import { expect, test } from "vitest";
import { hashToken, isWellFormedToken, newToken } from "@/lib/secrets/token";

test("a new token is well-formed for its own prefix only, and never comes twice", () => {
  const tokens = Array.from({ length: 1_000 }, () => newToken("pasture"));
  expect(new Set(tokens).size).toBe(1_000);
  expect(tokens.every((token) => isWellFormedToken("pasture", token))).toBe(true);
  expect(tokens.some((token) => isWellFormedToken("sid", token))).toBe(false);
});

test("one mistyped character is refused without a look-up", () => {
  const token = newToken("pasture");
  for (let index = "pasture_".length; index < token.length; index += 1) {
    const typo = `${token.slice(0, index)}${token[index] === "x" ? "y" : "x"}${token.slice(index + 1)}`;
    expect(isWellFormedToken("pasture", typo)).toBe(false);
  }
});

test("no other text is taken for a token", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(isWellFormedToken("pasture", text)).toBe(false);
      expect(isWellFormedToken("pasture", `pasture_${text}`)).toBe(false);
    }),
  );
});

test("what is stored of a token does not contain it", () => {
  const token = newToken("sid");
  expect(hashToken(token)).toHaveLength(43);
  expect(hashToken(token)).not.toContain(token.slice(4, 20));
});
