import { ZxcvbnFactory } from "@zxcvbn-ts/core";
import { adjacencyGraphs, dictionary } from "@zxcvbn-ts/language-common";

const strength = new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs });

/**
 * 0 (guessed at once) to 4. Brings word lists of several hundred KB: load this file only when somebody starts to
 * type a password. The server measures again in its own way; this is advice.
 */
export function measureStrength(password: string, context: readonly string[]): number {
  return strength.check(password, [...context]).score;
}
