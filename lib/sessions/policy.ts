import type { RateLimit } from "@/lib/database/rate-limits";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** How long a session lives unused, and at most; an admin's is worth more to a thief and lives shorter. */
export const SESSION_LIFETIME = {
  PERSON: { idleMs: 12 * HOUR_MS, absoluteMs: 30 * DAY_MS },
  ADMIN: { idleMs: HOUR_MS, absoluteMs: 12 * HOUR_MS },
} as const;

/** "Last seen" is written at most this often. */
export const SEEN_EVERY_MS = MINUTE_MS;

/** Failed sign-ins. The account's own limit never locks a browser that has signed in before. */
export const FAILURES_OF_ACCOUNT: RateLimit = { name: "sign-in-account", points: 10, perSeconds: 900 };
export const FAILURES_OF_DEVICE: RateLimit = { name: "sign-in-device", points: 10, perSeconds: 900 };
export const FAILURES_OF_NETWORK: RateLimit = { name: "sign-in-network", points: 50, perSeconds: 900 };
