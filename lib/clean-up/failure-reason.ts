import { explainMailcowError } from "@/lib/mailboxes/explain-mailcow-error";
import type { MailboxReason } from "@/lib/mailboxes/schema";
import { MailcowError } from "@/lib/mailcow/mailcow-error";

/** Why Mailcow could not be read; null for a bug or a lost database, which the caller throws on. */
export function failureReason(error: unknown): MailboxReason | null {
  if (!(error instanceof MailcowError)) return null;
  const explained = explainMailcowError(error);
  return explained.kind === "done" ? null : explained.reason;
}
