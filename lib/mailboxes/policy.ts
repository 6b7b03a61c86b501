import type { RateLimit } from "@/lib/database/rate-limits";

/** How long a deletion can be undone, unless an admin shortens it. */
export const GRACE_HOURS = 24;

/** A person's tries at a mailbox password or a new mailbox; each costs a hash here and a write in Mailcow. */
export const MAILBOX_CHANGE_LIMIT: RateLimit = { name: "mailbox-change", points: 20, perSeconds: 3_600 };

/** Proving logins: each may cost one failed login, and ten of those ban the portal. */
export const LOGIN_PROOF_LIMIT: RateLimit = { name: "login-proof", points: 5, perSeconds: 600 };
