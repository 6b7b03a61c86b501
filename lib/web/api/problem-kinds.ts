import type { listAccounts } from "@/lib/accounts/queries";
import type { SaveDomainFailure } from "@/lib/domains/save-domain";
import type { Result } from "@/lib/errors/result";
import type { ChangeRuleFailure } from "@/lib/mail-rules/change-rule";
import type { CreateRuleFailure } from "@/lib/mail-rules/create-rule";
import type { CancelDeletionFailure } from "@/lib/mailboxes/cancel-deletion";
import type { ChangeMailboxPasswordFailure } from "@/lib/mailboxes/change-mailbox-password";
import type { DeleteMailboxFailure } from "@/lib/mailboxes/delete-mailbox";
import type { listMailboxes } from "@/lib/mailboxes/queries";
import type { RequestMailboxFailure } from "@/lib/mailboxes/request-mailbox";
import type { RetryFailure } from "@/lib/mailboxes/retry-operation";
import type { UpdateMailboxFailure } from "@/lib/mailboxes/update-mailbox";
import type { MessageFailure } from "@/lib/messages/schema";
import type { RedeliverFailure } from "@/lib/notifications/redeliver";
import type { SaveWebhookFailure } from "@/lib/notifications/save-webhook";
import type { SendFailure } from "@/lib/sending/schema";
import type { CreateTemporaryMailboxFailure } from "@/lib/temporary-mailboxes/create-temporary-mailbox";

type FailureOf<Service extends (...given: never[]) => Promise<Result<unknown, unknown>>> = Extract<
  Awaited<ReturnType<Service>>,
  { readonly ok: false }
>["failure"];

/** Asked of visitors only, and a token is never one. */
export type VisitorReason = "sign-in-needed" | "owner-secret-needed" | "captcha-needed" | "captcha-wrong";

/** Every reason a service behind the API can refuse for. */
export type ServiceReason = Exclude<AnyReason, VisitorReason>;
type AnyReason = (
  | CancelDeletionFailure
  | ChangeMailboxPasswordFailure
  | ChangeRuleFailure
  | CreateRuleFailure
  | CreateTemporaryMailboxFailure
  | DeleteMailboxFailure
  | FailureOf<typeof listAccounts>
  | FailureOf<typeof listMailboxes>
  | MessageFailure
  | RedeliverFailure
  | RequestMailboxFailure
  | RetryFailure
  | SaveDomainFailure
  | SaveWebhookFailure
  | SendFailure
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
  | "no-message-came"
  | "portal-unavailable"
  | "token-bound"
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

const IDEMPOTENCY_KEY_REUSED = kind(
  "idempotency-key-reused",
  422,
  "Idempotency-Key used before",
  "This Idempotency-Key came with another path or body in the last 24 hours. Use a new key.",
);

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
  "body-too-large": kind(
    "body-too-large",
    413,
    "Body too large",
    "The body is larger than this operation takes.",
  ),
  busy: kind("busy", 503, "Busy", "Too much is going on at once. Nothing was done; try again."),
  "cannot-send": kind(
    "cannot-send",
    409,
    "Mailbox only receives",
    "This mailbox cannot send: it lies on a legacy domain or has no owner.",
  ),
  "client-key-reused": IDEMPOTENCY_KEY_REUSED,
  "confirmation-differs": kind(
    "confirmation-differs",
    422,
    "Confirmation differs",
    "The address given as confirmation is not the address of the mailbox. Nothing was deleted.",
  ),
  "day-cap-reached": kind(
    "day-cap-reached",
    429,
    "No more today",
    "No more mailboxes are made on this domain today. Its day ends at midnight UTC.",
  ),
  "domain-full": kind(
    "domain-full",
    409,
    "Domain full",
    "There is no room for another mailbox on this domain. Choose another one, or ask the operator.",
  ),
  "expiry-too-far": kind(
    "expiry-too-far",
    409,
    "Expiry too far away",
    "A mailbox of this kind cannot be kept for so long; `errors` says how long it can.",
  ),
  "folder-not-found": kind(
    "folder-not-found",
    404,
    "No such folder",
    "The mailbox has no folder of that name.",
  ),
  "host-invalid": kind("host-invalid", 422, "No host name", "The host is not a name or an address."),
  "host-private": kind(
    "host-private",
    403,
    "Host not allowed",
    "The host leads to an address that the operator has not allowed.",
  ),
  "host-unresolvable": kind(
    "host-unresolvable",
    409,
    "Host not found",
    "The host's name leads nowhere at the moment.",
  ),
  "idempotency-in-flight": kind(
    "idempotency-in-flight",
    409,
    "First request still at work",
    "A request with this Idempotency-Key is at work. Ask again for its answer.",
  ),
  "idempotency-key-reused": IDEMPOTENCY_KEY_REUSED,
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
  "mailbox-login-refused": kind(
    "mailbox-login-refused",
    409,
    "Mailbox login refused",
    "The mail server refuses the portal's own password for this mailbox. Its owner can have it renewed in the portal.",
  ),
  "mailbox-not-ready": kind(
    "mailbox-not-ready",
    409,
    "Mailbox not ready",
    "The mailbox is still being made, or is being deleted.",
  ),
  "malformed-json": kind("malformed-json", 400, "Not JSON", "The body is not JSON in UTF-8."),
  "message-gone": kind(
    "message-gone",
    404,
    "No such message",
    "There is no such message in this folder any more.",
  ),
  "message-too-complex": kind(
    "message-too-complex",
    409,
    "Message too complex",
    "The message is made so that reading it would cost too much. Its raw form can still be had.",
  ),
  "no-mailbox": kind(
    "no-mailbox",
    404,
    "No mailbox",
    "This account has no mailbox. Make one with POST /api/v1/mailbox/create.",
  ),
  "no-message-came": kind(
    "no-message-came",
    408,
    "No message came",
    "No message that fits came in time. Wait again, with `since` so that nothing is missed.",
  ),
  "not-allowed": NOT_FOUND,
  "not-found": NOT_FOUND,
  "not-of-this-rule": kind(
    "not-of-this-rule",
    422,
    "Not of this rule",
    "A rule that tells a webhook has a `url`, one that notifies its owner has `mails_owner`. What a rule does cannot be changed: make another.",
  ),
  "nothing-to-change": kind("nothing-to-change", 422, "Nothing to change", "The body names no change."),
  "nothing-to-retry": kind(
    "nothing-to-retry",
    409,
    "Nothing to try again",
    "The operation is running, queued or finished.",
  ),
  "person-cap-reached": kind(
    "person-cap-reached",
    409,
    "No more for this account",
    "This account holds as many mailboxes on this domain as one person may. Delete one, or choose another domain.",
  ),
  "port-not-allowed": kind(
    "port-not-allowed",
    403,
    "Port not allowed",
    "The port is not one the portal connects to: 143 and 993 for mail, the usual one or one from 1024 up for webhooks.",
  ),
  "portal-unavailable": kind(
    "portal-unavailable",
    503,
    "Portal not ready",
    "The portal cannot reach its database. Try again.",
  ),
  "quota-exceeded": kind("quota-exceeded", 409, "Mailbox full", "The mailbox has no room for it."),
  "rate-limited": kind(
    "rate-limited",
    429,
    "Too many requests",
    "Wait as long as Retry-After says, then go on.",
  ),
  "recipient-invalid": kind(
    "recipient-invalid",
    422,
    "Recipient refused",
    "A recipient is not a plain address; `errors` says which.",
  ),
  "recipient-missing": kind("recipient-missing", 422, "No recipient", "Name at least one recipient."),
  "recovery-email-needed": kind(
    "recovery-email-needed",
    409,
    "No recovery address",
    "A mail about notifications goes to the account's recovery address, and it has none.",
  ),
  "reserved-address": kind(
    "reserved-address",
    409,
    "Address reserved",
    "That name is reserved, because people or mail programs take it for the operator's.",
  ),
  "sender-not-own": kind(
    "sender-not-own",
    422,
    "Sender refused",
    "The account has no mailbox or alias with that address to send from.",
  ),
  "subject-invalid": kind(
    "subject-invalid",
    422,
    "Subject refused",
    "A subject is one line of at most 500 characters.",
  ),
  "token-bound": kind(
    "token-bound",
    403,
    "Token limited to mailboxes",
    "This token is limited to certain mailboxes, and this call concerns the whole account. Use a token without that limit.",
  ),
  "too-large-to-send": kind(
    "too-large-to-send",
    413,
    "Message too large",
    "Text and files are more than one message may have.",
  ),
  "too-late": kind(
    "too-late",
    409,
    "Too late",
    "There is no deletion that could still be cancelled: it has begun in earnest or never was.",
  ),
  "too-many-recipients": kind(
    "too-many-recipients",
    422,
    "Too many recipients",
    "One message goes to at most 100 recipients.",
  ),
  "too-many-rules": kind(
    "too-many-rules",
    409,
    "Too many rules",
    "There are as many rules as one mailbox may have. Delete one first.",
  ),
  "too-many-webhooks": kind(
    "too-many-webhooks",
    409,
    "Too many webhooks",
    "There are as many webhooks as one account may have. Delete one first.",
  ),
  "unknown-credentials": kind(
    "unknown-credentials",
    409,
    "Unknown credentials",
    "There are no shared credentials under this key.",
  ),
  "unknown-domain": kind(
    "unknown-domain",
    409,
    "Unknown domain",
    "This portal gives out no addresses on that domain, or none to this account.",
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
  "url-invalid": kind("url-invalid", 422, "No web address", "Give an http or https address."),
  "url-not-encrypted": kind(
    "url-not-encrypted",
    403,
    "Address not encrypted",
    "Messages to the internet go over https only.",
  ),
  "url-with-credentials": kind(
    "url-with-credentials",
    422,
    "Address with credentials",
    "An address must not hold a name or password.",
  ),
  "weak-password": kind(
    "weak-password",
    422,
    "Password refused",
    "The password does not meet the rules; `errors` names each rule.",
  ),
  "webhook-inactive": kind(
    "webhook-inactive",
    409,
    "Webhook switched off",
    "Switch the webhook on first: nothing is sent to it now.",
  ),
};

function kind(code: string, status: number, title: string, detail: string): ProblemKind {
  return { code, status, title, detail };
}
