import { randomInt } from "node:crypto";

/** Without characters that look alike. One of each kind satisfies every policy Mailcow can be set to. */
const KINDS = ["abcdefghijkmnpqrstuvwxyz", "ABCDEFGHJKLMNPQRSTUVWXYZ", "23456789", "-_.+=!"] as const;

/** Uniform over the passwords that hold at least one character of each kind. */
export function generatePassword(length: number): string {
  const alphabet = KINDS.join("");
  for (;;) {
    const password = Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join("");
    if (KINDS.every((kind) => [...password].some((character) => kind.includes(character)))) return password;
  }
}
