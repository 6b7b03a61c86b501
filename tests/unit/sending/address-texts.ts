import fc from "fast-check";

const NASTY = [
  "\r\n",
  "\n",
  "\r",
  "\0",
  "\t",
  " ",
  '"',
  "'",
  "\\",
  "(",
  ")",
  "<",
  ">",
  ",",
  ";",
  ":",
  "@",
  "＠",
  "﹫",
  "[",
  "]",
  "%",
  "!",
  ".",
  "..",
  "-",
  "Bcc: eve@evil.example",
  "\u202e",
  "\u200b",
  "\u00ad",
  "\ud800",
  "。",
  "ｅ",
  "℀",
  "ß",
  "İ",
  "=?utf-8?q?eve=40evil.example?=",
  "=?UTF-8?B?PGV2ZUBldmlsLmV4YW1wbGU+?=",
  "xn--",
  "\u2028",
  "\u0085",
] as const;

const word = fc.oneof(
  fc.constantFrom("ada", "bob", "Eve", "a.b", "x+y", "юля", "o'neil", "=?utf-8?q?x?="),
  fc.string({ maxLength: 6 }),
  fc.string({ unit: "grapheme", maxLength: 4 }),
);
const domain = fc.constantFrom(
  "example.org",
  "Example.COM",
  "пример.рф",
  "bücher.example",
  "a-b.co.uk",
  "localhost",
  "127.0.0.1",
  "0x7f.1",
  "[::1]",
  "straße.example",
  "evil.example",
  "ex%61mple.org",
  "example.org.",
  "a.b.c.d.example",
);
const plain = fc.tuple(word, domain).map(([local, host]) => `${local}@${host}`);
const named = fc
  .tuple(fc.constantFrom("", '"'), word, plain)
  .map(([quote, name, address]) => `${quote}${name}${quote} <${address}>`);
const good = fc
  .tuple(
    fc.constantFrom("", "Ada ", "Ада ", '"Doe, J. (x)" ', '"a@b.c" ', "=?utf-8?q?x?= ", "O'Neil "),
    fc.stringMatching(/^[A-Za-z0-9]{1,8}([.+_-][a-z0-9]{1,4})?$/),
    fc.constantFrom("example.org", "EXAMPLE.com", "пример.рф", "a-b.co.uk", "straße.example"),
  )
  .map(([name, local, host]) => (name === "" ? `${local}@${host}` : `${name}<${local}@${host}>`));
const list = fc
  .tuple(
    fc.array(fc.oneof(good, good, good, plain, named), { minLength: 1, maxLength: 4 }),
    fc.constantFrom(",", ";", ", ", " ; "),
  )
  .map(([all, separator]) => all.join(separator));

/** Text with something hostile put into it at any place. */
const mutated = fc
  .tuple(list, fc.array(fc.tuple(fc.constantFrom(...NASTY), fc.nat(80)), { minLength: 1, maxLength: 3 }))
  .map(([text, changes]) =>
    changes.reduce((before, [piece, at]) => {
      const place = at % (before.length + 1);
      return before.slice(0, place) + piece + before.slice(place);
    }, text),
  );

/** Good lists of recipients, lists with one thing wrong, and noise. */
export const anyAddressText = fc.oneof(
  { weight: 4, arbitrary: list },
  { weight: 5, arbitrary: mutated },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 60 }) },
  { weight: 1, arbitrary: fc.array(fc.constantFrom(...NASTY), { maxLength: 12 }).map((all) => all.join("")) },
);

/** What people mostly type, odd names and spellings included: nearly always read. */
export const usualAddressText = fc.array(good, { maxLength: 4 }).map((all) => all.join("; "));

/** Text for a header: any, and with line breaks and other headers in it. */
export const anyHeaderText = fc.oneof(
  fc.string({ maxLength: 80 }),
  fc.string({ unit: "binary", maxLength: 80 }),
  fc
    .array(fc.oneof(fc.constantFrom(...NASTY), fc.string({ maxLength: 20 })), { maxLength: 8 })
    .map((all) => all.join("")),
  fc.string({ unit: "grapheme", minLength: 200, maxLength: 400 }),
);
