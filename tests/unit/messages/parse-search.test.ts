import fc from "fast-check";
import { expect, test } from "vitest";
import { parseSearch } from "@/lib/messages/parse-search";

test.each([
  ["hay", { text: "hay" }],
  ["from:anna", { from: "anna" }],
  ["FROM:Anna wet hay", { from: "Anna", text: "wet hay" }],
  ['subject:"two words" to:boris', { subject: "two words", to: "boris" }],
  ['"two words"', { text: "two words" }],
  ['subject:"not closed', { subject: "not closed" }],
  ["from:a from:b", { from: "b" }],
  ["https://example.org", { text: "https://example.org" }],
  ["from:", { text: "from:" }],
])("%s", (query, expected) => {
  expect(parseSearch(query)).toEqual(expected);
});

test("nothing asks for nothing", () => {
  expect(parseSearch("")).toBeNull();
  expect(parseSearch("  \t ")).toBeNull();
  expect(parseSearch('""')).toBeNull();
});

test("whatever is typed is read, and never gives an empty condition", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (query) => {
      const parsed = parseSearch(query);
      for (const value of Object.values(parsed ?? {})) expect(value.trim()).not.toBe("");
    }),
  );
});
