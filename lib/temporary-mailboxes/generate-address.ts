import { randomInt } from "node:crypto";
import { ADJECTIVES, NOUNS } from "./words";

/** Without 0, 1, 5 and 8, which are read as letters: the look-alike rules would take them for taken names. */
const DIGITS = "234679";
const DIGIT_COUNT = 7;

/**
 * A name that can be read out, such as `calm-otter-harbour-3472964`. Drawn from more than 2^40 by the system's random
 * source, so that neither the next one nor somebody else's can be guessed.
 */
export function generateLocalPart(): string {
  const digits = Array.from({ length: DIGIT_COUNT }, () => pick([...DIGITS])).join("");
  return [pick(ADJECTIVES), pick(NOUNS), pick(NOUNS), digits].join("-");
}

/** How many different names there are. */
export const NAME_COUNT = ADJECTIVES.length * NOUNS.length ** 2 * DIGITS.length ** DIGIT_COUNT;

function pick(choices: readonly string[]): string {
  const chosen = choices[randomInt(choices.length)];
  if (chosen === undefined) throw new Error("there is nothing to choose from");
  return chosen;
}
