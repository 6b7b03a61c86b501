/** Without characters that look alike in print: 0 O o, 1 l I. */
const LOWER = "abcdefghijkmnpqrstuvwxyz";
const UPPER = "ABCDEFGHJKLMNPQRSTUVWXYZ";
const DIGITS = "23456789";
const SPECIAL = "-_.+";
const ALL = LOWER + UPPER + DIGITS + SPECIAL;

/**
 * A password of the given length with a character of every kind, so that it meets any of Mailcow's policies.
 * 16 characters are about 93 bits.
 */
export function suggestPassword(length: number): string {
  const kinds = [LOWER, UPPER, DIGITS, SPECIAL];
  const characters = Array.from({ length }, (_, index) => pick(kinds[index] ?? ALL));
  return shuffle(characters).join("");
}

function pick(alphabet: string): string {
  return alphabet.charAt(randomBelow(alphabet.length));
}

/** Fisher-Yates: the four certain kinds must not stand at the front. */
function shuffle(items: string[]): string[] {
  const shuffled = [...items];
  for (let last = shuffled.length - 1; last > 0; last -= 1) {
    const other = randomBelow(last + 1);
    [shuffled[last], shuffled[other]] = [shuffled[other] ?? "", shuffled[last] ?? ""];
  }
  return shuffled;
}

/** Uniform: values past the last whole multiple are thrown again. */
function randomBelow(limit: number): number {
  const ceiling = Math.floor(2 ** 32 / limit) * limit;
  for (;;) {
    const [value = 0] = crypto.getRandomValues(new Uint32Array(1));
    if (value < ceiling) return value % limit;
  }
}
