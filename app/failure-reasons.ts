import type { ChangeAccountPasswordFailure } from "@/lib/accounts/change-account-password";
import type { RegisterFailure } from "@/lib/accounts/register-account";
import type { ClaimSetupLinkFailure } from "@/lib/accounts/setup-link";
import type { UpdateProfileFailure } from "@/lib/accounts/update-profile";
import type { CreateTokenFailure } from "@/lib/api-tokens/create-token";
import type { RemoveDomainFailure } from "@/lib/domains/remove-domain";
import type { SaveDomainFailure } from "@/lib/domains/save-domain";
import type { ChangeRuleFailure } from "@/lib/mail-rules/change-rule";
import type { CreateRuleFailure } from "@/lib/mail-rules/create-rule";
import type { CancelBulkOperationFailure } from "@/lib/mailboxes/cancel-bulk-operation";
import type { CancelDeletionFailure } from "@/lib/mailboxes/cancel-deletion";
import type { ChangeMailboxPasswordFailure } from "@/lib/mailboxes/change-mailbox-password";
import type { DeleteMailboxFailure } from "@/lib/mailboxes/delete-mailbox";
import type { RequestMailboxFailure } from "@/lib/mailboxes/request-mailbox";
import type { RetryFailure } from "@/lib/mailboxes/retry-operation";
import type { StartBulkOperationFailure } from "@/lib/mailboxes/start-bulk-operation";
import type { UpdateMailboxFailure } from "@/lib/mailboxes/update-mailbox";
import type { MessageFailure } from "@/lib/messages/schema";
import type { RedeliverFailure } from "@/lib/notifications/redeliver";
import type { SaveWebhookFailure } from "@/lib/notifications/save-webhook";
import type { SignInFailure } from "@/lib/sessions/sign-in";
import type { CreateTemporaryMailboxFailure } from "@/lib/temporary-mailboxes/create-temporary-mailbox";
import type { DeleteTemporaryMailboxFailure } from "@/lib/temporary-mailboxes/delete-temporary-mailbox";
import type { ExtendTemporaryMailboxFailure } from "@/lib/temporary-mailboxes/extend-temporary-mailbox";

type Failure =
  | { readonly reason: "nothing-to-accept" | "no-password" }
  | ChangeRuleFailure
  | CreateRuleFailure
  | CreateTemporaryMailboxFailure
  | DeleteTemporaryMailboxFailure
  | ExtendTemporaryMailboxFailure
  | MessageFailure
  | RedeliverFailure
  | RemoveDomainFailure
  | SaveDomainFailure
  | SaveWebhookFailure
  | CancelBulkOperationFailure
  | CancelDeletionFailure
  | ChangeAccountPasswordFailure
  | ChangeMailboxPasswordFailure
  | ClaimSetupLinkFailure
  | CreateTokenFailure
  | DeleteMailboxFailure
  | RegisterFailure
  | RequestMailboxFailure
  | RetryFailure
  | SignInFailure
  | StartBulkOperationFailure
  | UpdateMailboxFailure
  | UpdateProfileFailure;

/** Every reason a service behind a page can refuse for. */
export type FailureReason = Failure["reason"];

/**
 * The same list where it can be counted: the compiler refuses a missing or a surplus reason, and a test looks each
 * one up in every language.
 */
export const failureReasons: Record<FailureReason, true> = {
  "address-taken": true,
  "already-deleting": true,
  "already-finished": true,
  "approval-needed": true,
  busy: true,
  "captcha-needed": true,
  "captcha-wrong": true,
  "confirmation-differs": true,
  "confirmation-needed": true,
  "count-differs": true,
  "day-cap-reached": true,
  "domain-configured": true,
  "domain-full": true,
  "domain-in-use": true,
  "expiry-changed": true,
  "expiry-too-far": true,
  "folder-not-found": true,
  "host-invalid": true,
  "host-private": true,
  "host-unresolvable": true,
  "invalid-address": true,
  "invalid-domain": true,
  "invite-needed": true,
  "link-invalid": true,
  "mail-server-unavailable": true,
  "mailbox-exists": true,
  "mailbox-login-refused": true,
  "mailbox-not-own": true,
  "mailbox-not-ready": true,
  "message-gone": true,
  "message-too-complex": true,
  "no-password": true,
  "not-allowed": true,
  "not-found": true,
  "not-of-this-rule": true,
  "nothing-chosen": true,
  "nothing-to-accept": true,
  "nothing-to-change": true,
  "nothing-to-retry": true,
  "owner-secret-needed": true,
  "person-cap-reached": true,
  "port-not-allowed": true,
  "quota-exceeded": true,
  "rate-limited": true,
  "recovery-email-needed": true,
  "recovery-inside": true,
  "registration-closed": true,
  "reserved-address": true,
  "scope-beyond-mailboxes": true,
  "scope-too-wide": true,
  "selection-changed": true,
  "setup-closed": true,
  "sign-in-needed": true,
  "too-late": true,
  "too-many-rules": true,
  "too-many-webhooks": true,
  "unknown-credentials": true,
  "unknown-domain": true,
  "url-invalid": true,
  "url-not-encrypted": true,
  "url-with-credentials": true,
  "weak-password": true,
  "webhook-inactive": true,
  "wrong-credentials": true,
  "wrong-password": true,
};
