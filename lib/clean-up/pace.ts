/** No deletion of a healthy server takes longer, however many mailboxes it has. */
export const TROUBLE_MS = 10_000;
/** Below this the server has time to spare. */
export const FAST_MS = 200;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 10_000;
const PAUSE_STEP_MS = 500;
const BUSY_FACTOR = 2;
const NEWEST_SHARE = 0.2;

/**
 * How long to leave the mail server alone after a deletion that took `tookMs` where they took `usualMs` lately.
 * Doubles when it was slow, shrinks by a step (to nothing at once, when it was fast): load is given up quickly and
 * taken back slowly. How long a deletion takes follows from the number of mailboxes; that this server is busy shows
 * only in one that took much longer than the others.
 */
export function nextPauseMs(pauseMs: number, tookMs: number, usualMs: number | null): number {
  if (tookMs < FAST_MS) return 0;
  const isBusy = tookMs > TROUBLE_MS || (usualMs !== null && tookMs > usualMs * BUSY_FACTOR);
  if (isBusy) return Math.min(LONGEST_PAUSE_MS, Math.max(FIRST_PAUSE_MS, pauseMs * 2));
  return Math.max(0, pauseMs - PAUSE_STEP_MS);
}

/** Moves an average towards the newest measurement, for the pause and for the estimate of what is left. */
export function averageMs(knownMs: number | null, tookMs: number): number {
  return Math.round(knownMs === null ? tookMs : knownMs + (tookMs - knownMs) * NEWEST_SHARE);
}
