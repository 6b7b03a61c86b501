import type { Result } from "@/lib/errors/result";
import { CommandFailure } from "./command-failure";

interface ServiceFailure {
  readonly reason: string;
  readonly problems?: readonly string[];
  readonly retryAfterSeconds?: number;
}

/** Reasons a sentence improves; the others read well enough as they are. */
const SENTENCES: Readonly<Record<string, string>> = {
  "address-taken":
    "This address is taken, or was given out before: an address is never given to a second person.",
  "already-deleting": "This mailbox is already being deleted.",
  "already-running": "Another clean-up round is still at work. Try again when it has ended.",
  "cannot-send": "This mailbox only receives.",
  "confirmation-needed":
    "This mailbox has mail, or nobody can say that it has none: give --confirm with its address.",
  "day-cap-reached": "No more mailboxes are made on this domain today; its day ends at midnight UTC.",
  "domain-full": "There is no room for another mailbox on this domain.",
  "expiry-too-far": "A mailbox cannot be kept for so long.",
  "folder-not-found": "The mailbox has no folder of that name.",
  "host-private": "This host leads to an address that ALLOWED_PRIVATE_HOSTS does not name.",
  "host-unresolvable": "The name of this host leads nowhere.",
  "invalid-address": "This is not an address a mailbox can have.",
  "last-admin": "This is the last admin: make another one first.",
  "mail-server-unavailable": "The mail server cannot be reached now.",
  "mailbox-exists": "This account already has a mailbox.",
  "mailbox-login-refused": "The mail server refuses the portal's own password for this mailbox.",
  "mailbox-not-own": "The account has no such mailbox.",
  "mailbox-not-ready": "This mailbox has not been made yet.",
  "not-found": "There is no such account, mailbox or token.",
  "person-cap-reached": "This account holds as many mailboxes on this domain as one person may.",
  "recipient-invalid": "A recipient is not a plain address, alone or as 'Name <address>'.",
  "recovery-email-needed": "A mail goes to the recovery address, and the owner has none.",
  "recipient-missing": "Name at least one recipient.",
  "scope-beyond-mailboxes": "A token limited to mailboxes cannot have admin rights.",
  "scope-too-wide": "Only an admin's token can have admin rights.",
  "sender-not-own": "The mailbox does not send with this address.",
  "subject-invalid": "A subject is one line of at most 500 characters.",
  "too-large-to-send": "Text and files are more than one message may have.",
  "too-many-recipients": "One message goes to at most 100 recipients.",
  "too-many-rules": "There are as many rules as one mailbox may have. Delete one first.",
  "unknown-credentials": "There are no shared credentials under this key.",
  "unknown-domain":
    "This domain is not one of the portal's. Set MAILCOW_DOMAIN, or add the domain in the admin section.",
};

/** The value of a service's answer. Throws its failure as a sentence, keeping the reason for programs. */
export function unwrapResult<Value>(result: Result<Value, ServiceFailure>): Value {
  if (result.ok) return result.value;
  const { reason, problems, retryAfterSeconds } = result.failure;
  const details = [
    ...(problems
      ? [`The password is refused: ${problems.join(", ")}.`]
      : [SENTENCES[reason] ?? `Refused: ${reason}.`]),
    ...(retryAfterSeconds === undefined ? [] : [`Try again in ${retryAfterSeconds} s.`]),
  ];
  throw new CommandFailure(reason, details.join(" "));
}
