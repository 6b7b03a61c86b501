import type { IncomingMessage } from "node:http";

const MIB = 1024 * 1024;

/** Of forms and everything else that has no limit of its own. */
const MOST_BYTES = MIB;

/** Read their own bodies with their own limits; a message brings its files. */
const OWN_LIMITS = /^\/(?:api\/|inbox\/compose(?:[/?]|$)|messages\/frame$)/;

/**
 * Next knows one limit for all server actions, which has to let a message with its files through. Everywhere else a
 * body is small, and says how long it is.
 */
export function isBodyTooLarge({
  method,
  url,
  headers,
}: Pick<IncomingMessage, "method" | "url" | "headers">): boolean {
  if (method !== "POST" || OWN_LIMITS.test(url ?? "")) return false;
  if (headers["transfer-encoding"] !== undefined) return true;
  return Number(headers["content-length"] ?? 0) > MOST_BYTES;
}
