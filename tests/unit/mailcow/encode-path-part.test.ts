import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalAddress } from "@/lib/mailcow/canonical-address";
import { encodePathPart } from "@/lib/mailcow/encode-path-part";

function attempt(run: () => string): string | null {
  try {
    return run();
  } catch (error) {
    expect(error).toBeInstanceOf(RangeError);
    return null;
  }
}

test("whatever the text, it is refused or stays one part of the path that reads back the same", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 40 }), (text) => {
      const part = attempt(() => encodePathPart(text));
      if (part === null) {
        return;
      }
      const { pathname, search, hash } = new URL(`https://mail.test/api/v1/get/mailbox/${part}`);
      expect(pathname.split("/")).toHaveLength(6);
      expect(decodeURIComponent(pathname.split("/")[5] ?? "")).toBe(text);
      expect(search + hash).toBe("");
    }),
  );
});

test.each([
  "all",
  "ALL",
  "reduced",
  "",
  ".",
  "..",
  "a/b",
  "a\\b",
  "a,b",
  "a?b",
  "a#b",
  "a&b",
  "a%2fb",
  "a b",
  "a\0b",
])("%j, which would be another call or a list, is refused", (text) => {
  expect(() => encodePathPart(text)).toThrow(RangeError);
});

test("what counts as an address is always one part of a path", () => {
  const addresses = fc.tuple(
    fc.string({ unit: "binary-ascii", maxLength: 20 }),
    fc.constantFrom("a.test", "B.Example"),
  );
  fc.assert(
    fc.property(addresses, ([localPart, domain]) => {
      const address = attempt(() => canonicalAddress(`${localPart}@${domain}`).address);
      if (address !== null) {
        expect(decodeURIComponent(encodePathPart(address))).toBe(address);
      }
    }),
  );
});

test("a refusal does not repeat the address", () => {
  expect(() => canonicalAddress("who knows@secret.test")).not.toThrow(/secret/);
});
