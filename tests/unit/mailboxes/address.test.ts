import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalDomain, parseAddress, parseWholeAddress, skeletonOf } from "@/lib/mailboxes/address";

const RUNS = { numRuns: 10_000 };

describe("an address", () => {
  test.each([
    ["Ada", "Example.ORG", "ada@example.org"],
    ["  ada.l-o_v3 ", "example.org.", "ada.l-o_v3@example.org"],
    ["ada", "пример.рф", "ada@xn--e1afmkfd.xn--p1ai"],
    ["ada", "ｅｘａｍｐｌｅ.org", "ada@example.org"],
  ])("%j at %j is %s", (localPart, domain, canonical) => {
    expect(parseAddress(localPart, domain)?.canonical).toBe(canonical);
  });

  test.each([
    ".ada",
    "ada.",
    "a..b",
    "a+b",
    "a b",
    "a\nb",
    "a\0b",
    "ада",
    '"ada"',
    "a@b",
    "",
    "-ada",
    "ada_",
    "a".repeat(65),
    "ａda",
    "ada\u200b",
  ])("a local part %j is refused", (localPart) => {
    expect(parseAddress(localPart, "example.org")).toBeNull();
  });

  test.each([
    "",
    "localhost",
    "exa mple.org",
    "-a.org",
    "a..org",
    "a_b.org",
    "[127.0.0.1]",
    "a.org/x",
    "a.org?x",
    "a.org#x",
    "a.o\nrg",
    "a%2eorg",
    "a.org:25",
    "a@b.org",
  ])("a domain %j is refused", (domain) => {
    expect(parseAddress("ada", domain)).toBeNull();
  });

  test("whatever is accepted is plain ASCII, within the limits, and its own canonical form", () => {
    const localPart = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.stringMatching(/^[A-Za-z0-9._-]{1,70}$/),
      fc.emailAddress(),
    );
    const domain = fc.oneof(
      fc.domain(),
      fc.string({ unit: "grapheme" }),
      fc.constantFrom("EXAMPLE.org", "bücher.example"),
    );
    fc.assert(
      fc.property(localPart, domain, (local, host) => {
        const address = parseAddress(local, host);
        if (!address) return;
        expect(address.canonical).toMatch(/^[a-z0-9]([a-z0-9._-]*[a-z0-9])?@[a-z0-9.-]+$/);
        expect(address.canonical).toBe(`${address.localPart}@${address.domain}`);
        expect(address.localPart.length).toBeLessThanOrEqual(64);
        expect(address.canonical.length).toBeLessThanOrEqual(254);
        expect(parseWholeAddress(address.canonical)).toEqual(address);
      }),
      RUNS,
    );
  });

  test("a canonical domain is its own canonical form", () => {
    fc.assert(
      fc.property(fc.oneof(fc.domain(), fc.webAuthority(), fc.string({ unit: "grapheme" })), (text) => {
        const domain = canonicalDomain(text);
        if (domain !== null) expect(canonicalDomain(domain)).toBe(domain);
      }),
      RUNS,
    );
  });

  test("any case and surrounding space of one name is one address", () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[a-z0-9]{1,20}([._-][a-z0-9]{1,20}){0,2}$/),
        fc.integer(),
        (name, seed) => {
          const shouted = [...name].map((letter, index) =>
            (seed >> (index % 31)) & 1 ? letter.toUpperCase() : letter,
          );
          expect(parseAddress(` ${shouted.join("")}\t`, "Example.org")).toEqual(
            parseAddress(name, "example.org"),
          );
        },
      ),
      RUNS,
    );
  });
});

describe("the skeleton", () => {
  test.each([
    ["ivan.petrov", "1van-petr0v"],
    ["modern", "rnodem"],
    ["william", "vvi11iam"],
    ["sales", "5a1e5"],
    ["a.b_c-d", "abcd"],
  ])("%s and %s are one", (name, lookAlike) => {
    expect(skeletonOf(lookAlike)).toBe(skeletonOf(name));
  });

  test("of a skeleton is itself", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-zA-Z0-9._-]{0,40}$/), (name) => {
        expect(skeletonOf(skeletonOf(name))).toBe(skeletonOf(name));
      }),
      RUNS,
    );
  });
});
