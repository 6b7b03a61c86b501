import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isReservedName } from "@/lib/mailboxes/reserved-names";

/** RFC 2142, the five of the CA/Browser Forum, and what SECURITY.md of this project lists. */
const RESERVED = (
  "admin administrator webmaster hostmaster postmaster root abuse noreply no-reply mailer-daemon autodiscover " +
  "autoconfig mta-sts tls-rpt dmarc dkim security ssl cert certificate sysadmin billing support info sales marketing " +
  "noc news usenet uucp ftp www list pasture mailcow"
).split(" ");

const LOOK_ALIKES: Readonly<Record<string, readonly string[]>> = {
  o: ["o", "0", "O"],
  l: ["l", "1", "L", "i"],
  i: ["i", "1", "I", "l"],
  s: ["s", "5", "S"],
  m: ["m", "rn", "M"],
  w: ["w", "vv"],
};

/** A reserved name as somebody would disguise it: look-alikes, separators between, a number behind. */
const disguised = fc
  .tuple(
    fc.constantFrom(...RESERVED),
    fc.array(fc.nat(), { minLength: 30, maxLength: 30 }),
    fc.constantFrom("", "1", "-2", ".007"),
  )
  .map(([name, choices, ending]) => {
    const letters = [...name.replace(/-/g, "")].map((letter, index) => {
      const options = LOOK_ALIKES[letter] ?? [letter, letter.toUpperCase()];
      const chosen = options[(choices[index] ?? 0) % options.length] ?? letter;
      return index > 0 && (choices[index] ?? 0) % 7 === 0 ? `.${chosen}` : chosen;
    });
    return letters.join("") + ending;
  });

describe("reserved names", () => {
  test.each(RESERVED)("%s is refused", (name) => {
    expect(isReservedName(name)).toBe(true);
  });

  test("every disguise of a reserved name is refused", () => {
    fc.assert(
      fc.property(disguised, (name) => {
        expect(isReservedName(name)).toBe(true);
      }),
      { numRuns: 10_000 },
    );
  });

  test.each([
    "ada",
    "ivan.petrov",
    "adminah",
    "rooted",
    "robert1990",
    "billy",
    "infoton",
    "mail.ru.fan",
    "lists",
  ])("%s is an ordinary name", (name) => {
    expect(isReservedName(name)).toBe(false);
  });
});
