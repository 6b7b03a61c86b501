import { z } from "zod";

export const MAX_PASSWORD_LENGTH = 256;
export const MIN_PASSWORD_LENGTH = 12;

/** Why a password is refused; each has a sentence in every language. */
export const passwordProblems = [
  "too-short",
  "too-long",
  "control-character",
  "contains-address",
  "too-guessable",
  "needs-letter",
  "needs-upper-and-lower",
  "needs-digit",
  "needs-special",
] as const;
export type PasswordProblem = (typeof passwordProblems)[number];

/** Mailcow's own rules for mailbox passwords, as the worker last read them. */
export const passwordPolicySchema = z.object({
  minimumLength: z.number().int(),
  requireLetters: z.boolean(),
  requireUpperAndLower: z.boolean(),
  requireDigits: z.boolean(),
  requireSpecial: z.boolean(),
});
export type PasswordPolicy = z.infer<typeof passwordPolicySchema>;

/** Why work on a mailbox stopped or waits; kept in `mailbox.reason` and `operation.reason`. */
export const mailboxReasons = [
  // a person must choose
  "address-taken",
  // an admin must act
  "domain-missing",
  "domain-full",
  "quota-too-large",
  "domain-quota-full",
  "address-refused",
  "password-refused",
  "mailbox-broken",
  "login-refused",
  "not-ours",
  "mailbox-gone",
  "database-older",
  "refused",
  "portal-error",
  // it goes on by itself
  "mail-server-unreachable",
  "mail-server-slow",
  "mail-server-unclear",
  "mail-server-refuses-key",
  "login-not-yet",
  "imap-unreachable",
  "mailbox-not-ready",
  "grace-time",
  "database-not-compared",
] as const;
export type MailboxReason = (typeof mailboxReasons)[number];

export const mailboxStates = [
  "pending",
  "provisioning",
  "active",
  "disabled",
  "needs-user",
  "needs-admin",
  "deleting",
  "deleted",
] as const;
export type MailboxStateName = (typeof mailboxStates)[number];

export const operationKinds = [
  "provision-mailbox",
  "change-mailbox-password",
  "update-mailbox",
  "delete-mailbox",
] as const;
export type OperationKindName = (typeof operationKinds)[number];

export const operationStates = [
  "queued",
  "running",
  "waiting",
  "done",
  "needs-user",
  "needs-admin",
  "cancelled",
] as const;
export type OperationStateName = (typeof operationStates)[number];

const password = z.string().min(1).max(MAX_PASSWORD_LENGTH);

export const requestMailboxInput = z.strictObject({
  password,
  /** Another name than the account's, for when that one is taken; on the same domain. */
  localPart: z.string().trim().max(200).optional(),
});
export type RequestMailboxInput = z.infer<typeof requestMailboxInput>;

export const changeMailboxPasswordInput = z.strictObject({ mailboxId: z.uuid(), newPassword: password });
export type ChangeMailboxPasswordInput = z.infer<typeof changeMailboxPasswordInput>;

export const updateMailboxInput = z.strictObject({
  mailboxId: z.uuid(),
  displayName: z.string().trim().max(100).optional(),
  /** MiB; admins only. */
  quotaMiB: z.number().int().min(1).max(10_485_760).optional(),
  /** Admins only. */
  active: z.boolean().optional(),
});
export type UpdateMailboxInput = z.infer<typeof updateMailboxInput>;

export const deleteMailboxInput = z.strictObject({
  mailboxId: z.uuid(),
  /** The address typed again: nothing is deleted by a slip. */
  confirmAddress: z.string().trim().max(254),
  /** Admins may shorten the grace time in which deletion can be undone. */
  graceHours: z.number().int().min(0).max(720).optional(),
});
export type DeleteMailboxInput = z.infer<typeof deleteMailboxInput>;

/** One page of a list; the cursor is opaque and comes from the page before. */
export const listMailboxesInput = z.strictObject({
  domain: z.string().max(253).optional(),
  query: z.string().max(254).optional(),
  activeOnly: z.boolean().optional(),
  cursor: z.string().max(200).optional(),
  limit: z.number().int().min(1).max(200).default(50),
});
export type ListMailboxesInput = z.infer<typeof listMailboxesInput>;
