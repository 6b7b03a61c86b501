import type { listAccounts } from "@/lib/accounts/queries";
import type { SaveDomainFailure } from "@/lib/domains/save-domain";
import type { Result } from "@/lib/errors/result";
import type { CancelDeletionFailure } from "@/lib/mailboxes/cancel-deletion";
import type { ChangeMailboxPasswordFailure } from "@/lib/mailboxes/change-mailbox-password";
import type { DeleteMailboxFailure } from "@/lib/mailboxes/delete-mailbox";
import type { listMailboxes } from "@/lib/mailboxes/queries";
import type { RequestMailboxFailure } from "@/lib/mailboxes/request-mailbox";
import type { RetryFailure } from "@/lib/mailboxes/retry-operation";
import type { UpdateMailboxFailure } from "@/lib/mailboxes/update-mailbox";

type FailureOf<Service extends (...given: never[]) => Promise<Result<unknown, unknown>>> = Extract<
  Awaited<ReturnType<Service>>,
  { readonly ok: false }
>["failure"];

/** Every reason a service behind the API can refuse for. */
export type ServiceReason = (
  | CancelDeletionFailure
  | ChangeMailboxPasswordFailure
  | DeleteMailboxFailure
  | FailureOf<typeof listAccounts>
  | FailureOf<typeof listMailboxes>
  | RequestMailboxFailure
  | RetryFailure
  | SaveDomainFailure
  | UpdateMailboxFailure
)["reason"];

/** What the API itself refuses or cannot do, before or around a service. */
export type DoorReason =
  | "body-too-large"
  | "idempotency-in-flight"
  | "idempotency-key-reused"
  | "insufficient-scope"
  | "internal-error"
  | "invalid-request"
  | "invalid-token"
  | "mail-server-unavailable"
  | "malformed-json"
  | "no-mailbox"
  | "portal-unavailable"
  | "unknown-path"
  | "unsupported-media-type";

export type ProblemReason = ServiceReason | DoorReason;

/** What a program is told: `code` never changes its meaning, the English around it may be reworded. */
export interface ProblemKind {
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly detail: string;
}

/** "Not yours" and "not there" are one answer: it must not tell what other people have. */
const NOT_FOUND = kind("not-found", 404, "Not found", "There is nothing here that this token may use.");

/** Reason to status, for all of the API. The compiler refuses a missing reason and one that no service has. */
export const problemKinds: Readonly<Record<ProblemReason, ProblemKind>> = {
  "address-taken": kind(
    "address-taken",
    409,
    "Address not available",
    "That address is not available. Choose another local part.",
  ),
  "already-deleting": kind(
    "already-deleting",
    409,
    "Already being deleted",
    "The mailbox is already being deleted. The deletion can be cancelled within its grace time.",
  ),
  "body-too-large": kind("body-too-large", 413, "Body too large", "The body is larger than 64 KiB."),
  busy: kind("busy", 503, "Busy", "Too much is going on at once. Nothing was done; try again."),
  "confirmation-differs": kind(
    "confirmation-differs",
    422,
    "Confirmation differs",
    "The address given as confirmation is not the address of the mailbox. Nothing was deleted.",
  ),
  "host-invalid": kind("host-invalid", 422, "No host name", "The host is not a name or an address."),
  "host-private": kind(
    "host-private",
    422,
    "Host not allowed",
    "The host leads to an address that the operator has not allowed.",
  ),
  "host-unresolvable": kind("host-unresolvable", 422, "Host not found", "The host's name leads nowhere."),
  "idempotency-in-flight": kind(
    "idempotency-in-flight",
    409,
    "First request still at work",
    "A request with this Idempotency-Key is at work. Ask again for its answer.",
  ),
  "idempotency-key-reused": kind(
    "idempotency-key-reused",
    422,
    "Idempotency-Key used before",
    "This Idempotency-Key came with another path or body in the last 24 hours. Use a new key.",
  ),
  "insufficient-scope": kind(
    "insufficient-scope",
    403,
    "Scope missing",
    "The token lacks the scope this call needs.",
  ),
  "internal-error": kind(
    "internal-error",
    500,
    "Something broke here",
    "This is a fault of the portal. Give the operator the request id.",
  ),
  "invalid-address": kind(
    "invalid-address",
    422,
    "Address cannot be used",
    "A local part has letters and digits, with single dots, hyphens or underscores between them.",
  ),
  "invalid-domain": kind("invalid-domain", 422, "No domain name", "The domain is not a domain name."),
  "invalid-request": kind(
    "invalid-request",
    422,
    "Request not understood",
    "A field is missing, unknown or has a value that cannot be used; `errors` names each.",
  ),
  "invalid-token": kind(
    "invalid-token",
    401,
    "Token missing or not valid",
    "Send `Authorization: Bearer <token>` with a token that is neither expired nor revoked.",
  ),
  "mail-server-unavailable": kind(
    "mail-server-unavailable",
    503,
    "Mail server not reachable",
    "The mail server does not answer. Nothing was lost; try again.",
  ),
  "mailbox-exists": kind("mailbox-exists", 409, "Mailbox exists", "This account has a mailbox already."),
  "mailbox-not-ready": kind(
    "mailbox-not-ready",
    409,
    "Mailbox not ready",
    "The mailbox is still being made, or is being deleted.",
  ),
  "malformed-json": kind("malformed-json", 400, "Not JSON", "The body is not JSON in UTF-8."),
  "no-mailbox": kind(
    "no-mailbox",
    404,
    "No mailbox",
    "This account has no mailbox. Make one with POST /api/v1/mailbox/create.",
  ),
  "not-allowed": NOT_FOUND,
  "not-found": NOT_FOUND,
  "nothing-to-change": kind("nothing-to-change", 422, "Nothing to change", "The body names no change."),
  "nothing-to-retry": kind(
    "nothing-to-retry",
    409,
    "Nothing to try again",
    "The operation is running, queued or finished.",
  ),
  "port-not-allowed": kind(
    "port-not-allowed",
    422,
    "Port not allowed",
    "The port is not one the portal connects to.",
  ),
  "portal-unavailable": kind(
    "portal-unavailable",
    503,
    "Portal not ready",
    "The portal cannot reach its database. Try again.",
  ),
  "rate-limited": kind(
    "rate-limited",
    429,
    "Too many requests",
    "Wait as long as Retry-After says, then go on.",
  ),
  "reserved-address": kind(
    "reserved-address",
    409,
    "Address reserved",
    "That name is reserved, because people or mail programs take it for the operator's.",
  ),
  "too-late": kind(
    "too-late",
    409,
    "Too late",
    "There is no deletion that could still be cancelled: it has begun in earnest or never was.",
  ),
  "unknown-credentials": kind(
    "unknown-credentials",
    422,
    "Unknown credentials",
    "There are no shared credentials under this key.",
  ),
  "unknown-domain": kind(
    "unknown-domain",
    422,
    "Unknown domain",
    "This portal gives out no addresses on the domain of this account.",
  ),
  "unknown-path": kind(
    "unknown-path",
    404,
    "No such operation",
    "There is no operation under this path. GET /api/v1/openapi.json lists all of them.",
  ),
  "unsupported-media-type": kind(
    "unsupported-media-type",
    415,
    "JSON only",
    "Send the body as `Content-Type: application/json`.",
  ),
  "weak-password": kind(
    "weak-password",
    422,
    "Password refused",
    "The password does not meet the rules; `errors` names each rule.",
  ),
};

function kind(code: string, status: number, title: string, detail: string): ProblemKind {
  return { code, status, title, detail };
}
