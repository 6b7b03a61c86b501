import type { Settings } from "@/lib/config/settings";
import type { RateLimit } from "@/lib/database/rate-limits";

const HOUR_SECONDS = 3_600;

/** From now to the furthest expiry anybody may choose: 30 days. */
export const MAX_LIFETIME_HOURS = 720;

/** Of one account. Each costs Mailcow a mailbox, up to some seconds of its time, and the same again for deleting. */
export const ACCOUNT_CREATION_LIMIT: RateLimit = {
  name: "temporary-account",
  points: 60,
  perSeconds: HOUR_SECONDS,
};

/** Of one network without an account; whoever needs more signs in. */
export const VISITOR_CREATION_LIMIT: RateLimit = {
  name: "temporary-visitor",
  points: 10,
  perSeconds: HOUR_SECONDS,
};

/** How far from now an expiry may lie: visitors get what the operator set, and no more. */
export function longestLifetimeHours(
  isVisitor: boolean,
  settings: { readonly mailbox: Pick<Settings["mailbox"], "temporaryExpiryHours"> },
): number {
  const { temporaryExpiryHours } = settings.mailbox;
  return isVisitor ? temporaryExpiryHours : Math.max(temporaryExpiryHours, MAX_LIFETIME_HOURS);
}
