import { hashToken, isWellFormedToken, newToken } from "@/lib/secrets/token";

const PREFIX = "pasture_owner";

/** 256 random bits for a visitor's browser to keep; whoever holds them owns the mailboxes made with them. */
export function newOwnerSecret(): string {
  return newToken(PREFIX);
}

/** What is stored of it; null for text that is no owner's secret, such as an empty or a cut cookie. */
export function hashOwnerSecret(secret: string | undefined): string | null {
  return secret !== undefined && isWellFormedToken(PREFIX, secret) ? hashToken(secret) : null;
}
