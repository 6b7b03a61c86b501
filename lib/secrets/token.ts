import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

const TOKEN_BYTES = 32;
const CHECKSUM_CHARACTERS = 6;

/** A secret of 256 random bits behind a prefix that scanners can find, with a checksum that spots typing errors. */
export function newToken(prefix: string): string {
  const secret = randomBytes(TOKEN_BYTES).toString("base64url");
  return `${prefix}_${secret}${checksum(prefix, secret)}`;
}

/** False for text that no {@link newToken} can have made: no look-up is needed to refuse it. */
export function isWellFormedToken(prefix: string, token: string): boolean {
  if (!token.startsWith(`${prefix}_`)) return false;
  const rest = token.slice(prefix.length + 1);
  const secret = rest.slice(0, -CHECKSUM_CHARACTERS);
  const given = Buffer.from(rest.slice(-CHECKSUM_CHARACTERS));
  const right = Buffer.from(checksum(prefix, secret));
  return given.length === right.length && timingSafeEqual(given, right);
}

/** What is stored of a token. A plain hash is enough for 256 random bits. */
export function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("base64url");
}

function checksum(prefix: string, secret: string): string {
  return createHash("sha256").update(`${prefix}:${secret}`).digest("base64url").slice(0, CHECKSUM_CHARACTERS);
}
