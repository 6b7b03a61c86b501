/** Secrets: each may also be given as NAME_FILE, the path of a file that holds it. */
export const SECRET_NAMES = [
  "MAILCOW_API_KEY",
  "MAIL_API",
  "NEXTAUTH_SECRET",
  "ENCRYPTION_KEYS",
  "METRICS_TOKEN",
  "SMTP_URL",
  "DATABASE_URL",
] as const;

/** Every name under which the Mailcow key may arrive; the web process never sees one of them. */
export const MAILCOW_KEY_NAMES = [
  "MAILCOW_API_KEY",
  "MAILCOW_API_KEY_FILE",
  "MAIL_API",
  "MAIL_API_FILE",
] as const;

/** Where the key is looked for when no name is set, relative to the project folder. */
export const DEFAULT_KEY_FILE = "secrets/mailcow_api_key.txt";

const KNOWN_MAILCOW_NAMES = [
  "MAILCOW_API_URL",
  "MAILCOW_API_KEY",
  "MAILCOW_API_KEY_FILE",
  "MAILCOW_DOMAIN",
  "MAILCOW_VERIFY_SSL",
  "MAILCOW_CA_FILE",
  "MAILCOW_IMAP_HOST",
  "MAILCOW_IMAP_PORT",
  "MAILCOW_SMTP_HOST",
  "MAILCOW_SMTP_PORT",
  "MAILCOW_CONTRACT_URL",
  "MAILCOW_CONTRACT_KEY",
] as const;

/** A misspelt name would silently mean "unset"; this turns it into a sentence with the name that was meant. */
export function warnOfUnknownNames(names: readonly string[]): string[] {
  const known: readonly string[] = KNOWN_MAILCOW_NAMES;
  return names
    .filter((name) => name.startsWith("MAILCOW_") && !known.includes(name))
    .map((name) => `${name} is not a setting and is ignored. Did you mean ${nearestTo(name, known)}?`);
}

function nearestTo(name: string, known: readonly string[]): string {
  const byDistance = known.map((candidate) => ({ candidate, distance: editDistance(name, candidate) }));
  byDistance.sort((a, b) => a.distance - b.distance);
  return byDistance[0]?.candidate ?? name;
}

/** Levenshtein distance. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...from].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...to].entries()) {
      const replace = (row[j] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(replace, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
