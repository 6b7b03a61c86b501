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
  "invalid-address": "This is not an address a mailbox can have.",
  "last-admin": "This is the last admin: make another one first.",
  "mailbox-exists": "This account already has a mailbox.",
  "mailbox-not-ready": "This mailbox has not been made yet.",
  "not-found": "There is no such account, mailbox or token.",
  "scope-too-wide": "Only an admin's token can have admin rights.",
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
