import { MailcowError } from "@/lib/mailcow/mailcow-error";
import type { RunOutcome } from "./operation-run";
import type { MailboxReason } from "./schema";

/** Refusals that stand until an admin changes something in Mailcow. */
const ADMIN_REASONS: Readonly<Record<string, MailboxReason>> = {
  // Mailcow says access_denied for a domain it does not have.
  access_denied: "domain-missing",
  domain_not_found: "domain-missing",
  max_mailbox_exceeded: "domain-full",
  mailbox_quota_exceeded: "quota-too-large",
  mailbox_quota_left_exceeded: "domain-quota-full",
  mailbox_invalid: "address-refused",
  password_complexity: "password-refused",
  password_mismatch: "password-refused",
};

const USER_REASONS: Readonly<Record<string, MailboxReason>> = {
  object_exists: "address-taken",
  is_alias: "address-taken",
  is_spam_alias: "address-taken",
};

/** What a failed call means for the work. */
export function explainMailcowError(error: MailcowError): RunOutcome {
  if (error.code === "rejected") return explainRefusal(error.messageKeys);
  return { kind: "retry", reason: waitingReason(error) };
}

function explainRefusal(keys: readonly string[]): RunOutcome {
  for (const key of keys) {
    const userReason = USER_REASONS[key];
    if (userReason) return { kind: "needs-user", reason: userReason };
    const adminReason = ADMIN_REASONS[key];
    if (adminReason) return { kind: "needs-admin", reason: adminReason };
  }
  return { kind: "needs-admin", reason: "refused" };
}

function waitingReason(error: MailcowError): MailboxReason {
  switch (error.code) {
    case "unauthorised":
      return "mail-server-refuses-key";
    case "circuit-open":
      return error.cause instanceof MailcowError ? waitingReason(error.cause) : "mail-server-unreachable";
    case "timed-out":
    case "overloaded":
      return "mail-server-slow";
    case "unclear-answer":
      return "mail-server-unclear";
    default:
      return "mail-server-unreachable";
  }
}
