import { createHash } from "node:crypto";
import type { ParsedHeaders } from "@/lib/imap/mail-parser";

/**
 * The same for all messages of a conversation: made from the identifier that began it. Hashed, since strangers write
 * identifiers, and this one becomes a key of pages and programs.
 */
export function threadKeyOf(
  headers: Pick<ParsedHeaders, "references" | "inReplyTo" | "messageId"> | null,
  otherwise: string,
): string {
  const root = headers?.references[0] ?? headers?.inReplyTo ?? headers?.messageId ?? otherwise;
  return createHash("sha256").update(root).digest("base64url").slice(0, 16);
}
