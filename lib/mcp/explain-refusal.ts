import type { ToolRefusal } from "./mcp-tool";

const SENTENCES: Readonly<Record<string, string>> = {
  "already-deleting": "This mailbox is already being deleted.",
  "cannot-send": "This mailbox only receives.",
  "confirmation-needed": "The deletion is not confirmed.",
  "day-cap-reached": "No more mailboxes are made on this domain today.",
  "domain-full": "There is no room for another mailbox on this domain.",
  "expiry-too-far": "A mailbox cannot be kept for so long.",
  "folder-not-found": "The mailbox has no folder of that name.",
  "insufficient-scope": "The token does not cover this.",
  "invalid-token": "The token is unknown, expired or revoked.",
  "mail-server-unavailable": "The mail server cannot be reached now. Try again later.",
  "mailbox-login-refused": "The mail server refuses the portal's own password for this mailbox.",
  "mailbox-not-ready": "The mailbox is not ready: still being made, switched off, or being deleted.",
  "message-gone": "There is no such message in this folder any more.",
  "message-too-complex": "The message is made so that reading it would cost too much.",
  "not-found": "There is no such mailbox of this account.",
  "person-cap-reached": "The account holds as many mailboxes on this domain as one person may.",
  "rate-limited": "Too often.",
  "recipient-invalid": "A recipient is not a plain address, alone or as `Name <address>`.",
  "recipient-missing": "Name at least one recipient.",
  "sender-not-own": "The account has no mailbox or alias with that address to send from.",
  "subject-invalid": "A subject is one line of at most 500 characters.",
  "token-bound":
    "The token is limited to certain mailboxes, and this concerns the whole account. It takes a token without that limit.",
  "too-many-recipients": "One message goes to at most 100 recipients.",
  "unknown-domain": "The portal gives out no addresses on that domain, or none to this account.",
};

/** One or two sentences for the agent. */
export function explainRefusal({ reason, advice, retryAfterSeconds }: ToolRefusal): string {
  return [
    SENTENCES[reason] ?? `Refused: ${reason}.`,
    ...(advice === undefined ? [] : [advice]),
    ...(retryAfterSeconds === undefined ? [] : [`Try again in ${retryAfterSeconds} s.`]),
  ].join(" ");
}
