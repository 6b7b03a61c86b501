import { expect, test } from "vitest";
import { parseAddress } from "@/lib/mailboxes/address";
import { isReservedName } from "@/lib/mailboxes/reserved-names";
import { generateLocalPart, NAME_COUNT } from "@/lib/temporary-mailboxes/generate-address";
import { ADJECTIVES, NOUNS } from "@/lib/temporary-mailboxes/words";

/** Parts of words that must not stand anywhere in a name; rotated by 13 so that nobody has to read them. */
const OFFENSIVE =
  "nany nahf nefr onfgneq ovgpu obare obbo pbpx pbba phag penc phz qnza qvpx qlxr shpx snt ubzb wrj xvxr anmv artre avtt " +
  "cvff cbea chffl dhrre encr ergneq frk fuvg fyhg fcvp gvgf genaal gjng gheq jnax juber xvyy qrnq unat fynir wncf cnxv";
const rotate = (text: string) =>
  text.replace(/[a-z]/g, (letter) => String.fromCharCode(((letter.charCodeAt(0) - 84) % 26) + 97));
const offensive = rotate(OFFENSIVE).split(" ");

test("there are more than 2^40 names", () => {
  expect(Math.log2(NAME_COUNT)).toBeGreaterThan(40);
});

test("no word comes twice, which would make some names likelier", () => {
  expect(new Set([...ADJECTIVES, ...NOUNS]).size).toBe(ADJECTIVES.length + NOUNS.length);
});

test("the list of offensive parts is readable to the test", () => {
  expect(offensive).toContain("damn");
});

test("every word is plain, and no part of it offends anybody", () => {
  const words = [...ADJECTIVES, ...NOUNS];
  expect(words.filter((word) => !/^[a-z]{3,8}$/.test(word))).toEqual([]);
  expect(words.filter((word) => offensive.some((part) => word.includes(part)))).toEqual([]);
});

test("what is drawn is an address people may have, is not reserved, and never the same", () => {
  const drawn = Array.from({ length: 2_000 }, generateLocalPart);
  for (const name of drawn) {
    expect(name).toMatch(/^[a-z]+-[a-z]+-[a-z]+-[2-9]{7}$/);
    expect(parseAddress(name, "example.org")?.localPart).toBe(name);
    expect(isReservedName(name)).toBe(false);
  }
  expect(new Set(drawn).size).toBe(drawn.length);
});

test("every word and every digit comes up: nothing is left out of the draw", () => {
  const drawn = Array.from({ length: 20_000 }, generateLocalPart).map((name) => name.split("-"));
  expect(new Set(drawn.map(([first]) => first)).size).toBe(ADJECTIVES.length);
  expect(new Set(drawn.map(([, second]) => second)).size).toBe(NOUNS.length);
  expect(new Set(drawn.flatMap((parts) => [...(parts[3] ?? "")]))).toEqual(new Set("234679"));
});
