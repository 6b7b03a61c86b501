import { ZxcvbnFactory } from "@zxcvbn-ts/core";
import { adjacencyGraphs, dictionary } from "@zxcvbn-ts/language-common";
import type { PasswordPolicy, PasswordProblem } from "./schema";
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from "./schema";

/** Guesses needed: 2 of 4 is about 10^8, out of reach of somebody guessing over the network. */
const MIN_SCORE = 2;
/** C0 controls and DEL: Mailcow answers a NUL with nothing at all, and no keyboard types the others. */
const CONTROL_CHARACTER = /\p{Cc}/u;

let strength: ZxcvbnFactory | undefined;

/**
 * Every reason a password is refused, so that the person mends all at once. Mailcow applies its own policy to
 * the hash it is given, never to the password, so its rules are checked here (recorded: pre-hashed passwords
 * pass even strict rules).
 *
 * @param policy Mailcow's rules as last read, or null when they are not known yet.
 */
export function findPasswordProblems(
  password: string,
  address: string,
  policy: PasswordPolicy | null,
): PasswordProblem[] {
  const problems: PasswordProblem[] = [];
  const length = [...password].length;
  if (length < Math.max(MIN_PASSWORD_LENGTH, policy?.minimumLength ?? 0)) problems.push("too-short");
  if (length > MAX_PASSWORD_LENGTH) problems.push("too-long");
  if (CONTROL_CHARACTER.test(password)) problems.push("control-character");
  if (containsAddress(password, address)) problems.push("contains-address");
  if (problems.length === 0 && isGuessable(password, address)) problems.push("too-guessable");
  if (policy) problems.push(...mailcowProblems(password, policy));
  return problems;
}

/** mailcow-dockerized, data/web/inc/functions.inc.php, password_check(). */
function mailcowProblems(password: string, policy: PasswordPolicy): PasswordProblem[] {
  const problems: PasswordProblem[] = [];
  if (policy.requireLetters && !/[a-z]/i.test(password)) problems.push("needs-letter");
  if (policy.requireUpperAndLower && !(/[a-z]/.test(password) && /[A-Z]/.test(password))) {
    problems.push("needs-upper-and-lower");
  }
  if (policy.requireDigits && !/[0-9]/.test(password)) problems.push("needs-digit");
  if (policy.requireSpecial && !/[^a-zA-Z0-9]/.test(password)) problems.push("needs-special");
  return problems;
}

function containsAddress(password: string, address: string): boolean {
  const [localPart = ""] = address.split("@");
  return localPart.length >= 4 && password.toLowerCase().includes(localPart.toLowerCase());
}

function isGuessable(password: string, address: string): boolean {
  // The word lists take 30 ms to load: not at start-up, and once.
  strength ??= new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs });
  const context = [...address.split(/[@.]/), "pasture", "mailcow", "mailbox", "webmail"];
  return strength.check(password, context).score < MIN_SCORE;
}
