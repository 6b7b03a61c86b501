import { z } from "zod";

/** Why a round was not carried out, or not to its end; kept in `clean_up_run.reason`. */
export const refusalReasons = [
  "clock-jumped",
  "clock-differs-from-database",
  "clock-differs-from-mail-server",
  "database-older",
  "mark-damaged",
  "mail-server-changed",
  "listing-empty",
  "listing-too-short",
  "no-last-logins",
  "more-than-allowed",
] as const;
export type RefusalReason = (typeof refusalReasons)[number];

/** What an admin has to look at can be let through by an admin; a wrong clock or database cannot. */
export const approvableReasons: readonly RefusalReason[] = [
  "mail-server-changed",
  "listing-empty",
  "listing-too-short",
  "more-than-allowed",
];

export const DEFAULT_INACTIVE_HOURS = 72;
const LONGEST_HOURS = 8_760;
const LONGEST_GRACE_HOURS = 720;
const LONGEST_WAIT_SECONDS = 3_600;

const round = {
  /** Reads and judges, and begins nothing. */
  isDryRun: z.boolean().default(false),
  /** A person has looked at the list and wants it carried out all the same. */
  isApproved: z.boolean().default(false),
  /** Until the mail is deleted it can be undone; the worker's own rounds always leave the full time. */
  graceHours: z.number().int().min(0).max(LONGEST_GRACE_HOURS).optional(),
  /** The row of a round that was asked for before. */
  runId: z.uuid().optional(),
  /** How long to wait for the end of a round that is at work. */
  waitSeconds: z.number().int().min(0).max(LONGEST_WAIT_SECONDS).default(0),
};

export const cleanUpExpiredInput = z.strictObject(round);
export type CleanUpExpiredInput = z.input<typeof cleanUpExpiredInput>;

export const cleanUpInactiveInput = z.strictObject({
  ...round,
  hours: z.number().int().min(1).max(LONGEST_HOURS).default(DEFAULT_INACTIVE_HOURS),
});
export type CleanUpInactiveInput = z.input<typeof cleanUpInactiveInput>;

export const syncQuotaInput = z.strictObject({
  isDryRun: round.isDryRun,
  runId: round.runId,
  waitSeconds: round.waitSeconds,
});
export type SyncQuotaInput = z.input<typeof syncQuotaInput>;

export const cleanUpKinds = ["expired", "inactive", "quota"] as const;
export type CleanUpKindName = (typeof cleanUpKinds)[number];

export const requestCleanUpInput = z.strictObject({
  kind: z.enum(cleanUpKinds),
  isDryRun: round.isDryRun,
  isApproved: round.isApproved,
  hours: z.number().int().min(1).max(LONGEST_HOURS).optional(),
});
export type RequestCleanUpInput = z.input<typeof requestCleanUpInput>;

/** What became of one mailbox in a round; kept in `clean_up_item.outcome`. */
export const itemOutcomes = [
  /** Found by a dry run. */
  "would-delete",
  /** Recorded; the worker has not come to it. */
  "begun",
  /** Changed between the look and the deed: extended, or deleted by its owner. */
  "skipped",
  /** Logins are cut; the mail goes after the grace time. */
  "in-grace",
  "deleted",
  /** Extended or used again within the grace time. */
  "kept",
  /** Not tried to the end: an admin must look, see the reason. */
  "refused",
  /** Goes on by itself, see the reason. */
  "waiting",
] as const;
export type ItemOutcome = (typeof itemOutcomes)[number];
