import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cleanName, parseAddress } from "@/lib/sending/parse-recipients";
import { formatRecipients, parseRecipients } from "@/lib/sending/policy";
import { anyAddressText } from "./address-texts";

const read = (text: string) => {
  const parsed = parseRecipients(text);
  if (!parsed.ok) throw new Error(`refused at ${parsed.failure.at}`);
  return parsed.value;
};

describe("what people type and paste is read", () => {
  test.each([
    ["ada@example.org", [{ name: "", address: "ada@example.org" }]],
    ["  ada@Example.ORG ; ", [{ name: "", address: "ada@example.org" }]],
    ["<ada@example.org>", [{ name: "", address: "ada@example.org" }]],
    ["Ada Lovelace <ada@example.org>", [{ name: "Ada Lovelace", address: "ada@example.org" }]],
    [
      '"Lovelace, Ada (Countess)" <ada@example.org>',
      [{ name: "Lovelace, Ada (Countess)", address: "ada@example.org" }],
    ],
    ['"say \\"hi\\" \\\\o/" <ada@example.org>', [{ name: 'say "hi" \\o/', address: "ada@example.org" }]],
    ["Ада <ada@пример.рф>", [{ name: "Ада", address: "ada@xn--e1afmkfd.xn--p1ai" }]],
    ["ada+list@bücher.example", [{ name: "", address: "ada+list@xn--bcher-kva.example" }]],
    [
      "a@example.org, b@example.org;c@example.org",
      ["a", "b", "c"].map((name) => ({ name: "", address: `${name}@example.org` })),
    ],
    ["", []],
    [" ,; , ", []],
  ])("%s", (text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  test("of duplicates the first stays, whatever the letter case", () => {
    expect(read("Ada <Ada@example.org>, ada@EXAMPLE.org, bob@example.org")).toEqual([
      { name: "Ada", address: "Ada@example.org" },
      { name: "", address: "bob@example.org" },
    ]);
  });
});

describe("what one program reads as one recipient and another as two is refused", () => {
  test.each([
    ["a comment", "ada(eve@evil.example)@example.org"],
    ["a comment after it", "ada@example.org (eve)"],
    ["a group", "friends: ada@example.org, eve@evil.example;"],
    ["a quoted local part", '"ada@evil.example x"@example.org'],
    ["a quoted local part in brackets", '<"ada@evil.example x"@example.org>'],
    ["a line break", "ada@example.org\r\nBcc: eve@evil.example"],
    ["a bare line feed", "ada@example.org\nbob@example.org"],
    ["NUL", "ada@example.org\0"],
    ["a full-width at", "ada＠evil.example@example.org"],
    ["only a full-width at", "ada＠example.org"],
    ["a small at", "ada﹫example.org"],
    ["two ats", "ada@evil.example@example.org"],
    ["two pairs of brackets", "Ada <ada@evil.example> <ada@example.org>"],
    ["an address as a name", "ada@evil.example <ada@example.org>"],
    ["an address literal", "ada@[127.0.0.1]"],
    ["a number as a domain", "ada@127.0.0.1"],
    ["a hexadecimal number", "ada@0x7f.1"],
    ["a name without a dot", "ada@localhost"],
    ["a routed local part", "eve%evil.example@example.org"],
    ["a bang path", "evil.example!eve@example.org"],
    ["a source route", "@evil.example:ada@example.org"],
    ["a percent-encoded domain", "ada@ex%61mple.org"],
    ["a URL's end", "ada@evil.example/.example.org"],
    ["a URL's fragment", "ada@evil.example#.example.org"],
    ["a URL's user", "ada@evil.example:x"],
    ["a character that becomes a slash", "ada@evil.example℀example.org"],
    ["an unseen character", "ada@exam\u200bple.org"],
    ["letters beyond ASCII in the local part", "adä@example.org"],
    ["what readers of mail decode", "=?utf-8?q?bob=40corp.example?=@evil.example"],
    ["an open quote", '"Ada <ada@example.org>'],
    ["an open bracket", "Ada <ada@example.org"],
    ["a closed one only", "ada@example.org>"],
    ["dots side by side", "ada..x@example.org"],
    ["a dot at the end", "ada.@example.org"],
    ["an option", "-oQ/tmp@example.org"],
    ["65 characters", `${"a".repeat(65)}@example.org`],
    ["255 characters", `ada@${"a.".repeat(125)}org`],
  ])("%s", (_what, text) => {
    expect(parseRecipients(text)).toMatchObject({ ok: false, failure: { reason: "recipient-invalid" } });
  });

  test("and the wrong one is pointed at", () => {
    const text = "ada@example.org,  eve(x)@evil.example , bob@example.org";
    const parsed = parseRecipients(text);
    if (parsed.ok) throw new Error("it was read");
    const { at, length } = parsed.failure;
    expect(text.slice(at, at + length)).toBe("eve(x)@evil.example");
  });
});

test("a name that looks like an address is not shown beside another one", () => {
  expect(read('"ada@bank.example" <eve@evil.example>')).toEqual([{ name: "", address: "eve@evil.example" }]);
  expect(cleanName("ada＠bank.example")).toBe("");
  expect(cleanName("=?utf-8?q?ada=40bank.example?=")).toBe("");
  expect(cleanName("Ada\r\nBcc: x\u202Egro")).toBe("Ada Bcc: x gro");
});

test("whatever is typed, what is read is plain, one of each, and reads the same again", () => {
  let accepted = 0;
  fc.assert(
    fc.property(anyAddressText, (text) => {
      const parsed = parseRecipients(text);
      if (!parsed.ok) {
        const { at, length } = parsed.failure;
        expect(text.slice(at, at + length).trim()).not.toBe("");
        return;
      }
      accepted += parsed.value.length;
      const addresses = parsed.value.map(({ address }) => address);
      for (const { name, address } of parsed.value) {
        expect(address).toMatch(/^[!-~]+@[a-z0-9.-]+$/);
        expect(parseAddress(address)).toBe(address);
        expect(name).not.toMatch(/[@\r\n\0]/);
      }
      expect(new Set(addresses.map((address) => address.toLowerCase())).size).toBe(addresses.length);
      expect(parseRecipients(formatRecipients(parsed.value))).toEqual(parsed);
    }),
    { numRuns: 10_000 },
  );
  // A generator that made only nonsense would prove nothing.
  expect(accepted).toBeGreaterThan(1_000);
}, 120_000);
