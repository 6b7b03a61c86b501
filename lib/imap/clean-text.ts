/** Strangers' words on one line: no controls, and no marks that turn the direction of what follows. */
export function cleanText(text: string, maxCharacters: number): string {
  return text
    .replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, " ")
    .trim()
    .slice(0, maxCharacters);
}
