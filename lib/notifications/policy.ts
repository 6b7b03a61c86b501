import { type Actor, hasScope, isAdmin } from "@/lib/context/actor";
import { isBound } from "@/lib/context/mailbox-reach";
import type { RateLimit } from "@/lib/database/rate-limits";

/** Of one account: each event costs a delivery for every webhook that listens. */
export const MOST_WEBHOOKS = 20;

/** After a change of the secret both are signed with, so that the receiver can follow in its own time. */
export const SECRET_OVERLAP_HOURS = 24;

/** Delivered and failed messages are kept for looking into and for sending again; they may name a mailbox since deleted. */
export const DELIVERY_KEPT_DAYS = 7;

/** Of an account, the newest; the page shows them all. */
export const NOTIFICATIONS_KEPT = 100;
export const NOTIFICATION_KEPT_DAYS = 30;

/** To one recovery address; what comes later waits and is told of together. */
export const NOTIFICATION_MAILS: RateLimit = { name: "notification-mail", points: 4, perSeconds: 3_600 };

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Pauses before the second and every further try, by the Standard Webhooks specification: over a day in all. */
const PAUSES_MS = [5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 10 * HOUR] as const;
/** So that many messages that failed together do not come back together. */
const JITTER = 0.2;

/** How long to wait after so many tries, in milliseconds; null when it has been tried often enough. */
export function pauseAfter(attempts: number, random: () => number = Math.random): number | null {
  const pause = PAUSES_MS[attempts - 1];
  return pause === undefined ? null : Math.round(pause * (1 + JITTER * random()));
}

/** Whose webhooks the actor may see or change; null is nobody's. */
export type WebhookReach = "everybodys" | { readonly accountId: string } | null;

export function webhookReach(actor: Actor, access: "read" | "write"): WebhookReach {
  if (isAdmin(actor, access === "read" ? "admin:read" : "admin:write")) return "everybodys";
  // A webhook hears of all of the account's mailboxes, also of later ones.
  if (actor.kind !== "account" || isBound(actor)) return null;
  return hasScope(actor, access === "read" ? "mailbox:read" : "mailbox:write")
    ? { accountId: actor.accountId }
    : null;
}

/** The earliest moment to warn, in minutes before the end: two hours, but never more than a quarter of the life. */
export const WARNING_MINUTES = 120;
export const WARNING_SHARE = 0.25;

/** From when on the owner is told that the end is near; the SQL of `warnOfExpiry` says the same. */
export function warningBegins({ createdAt, expiresAt }: { createdAt: Date; expiresAt: Date }): Date {
  const lifetimeMs = expiresAt.getTime() - createdAt.getTime();
  return new Date(expiresAt.getTime() - Math.min(WARNING_MINUTES * MINUTE, lifetimeMs * WARNING_SHARE));
}
