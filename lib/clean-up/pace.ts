/** A deletion slower than this says that the mail server is busy. */
export const SLOW_MS = 5_000;
/** Below this the server has time to spare. */
export const FAST_MS = 200;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 10_000;
const PAUSE_STEP_MS = 500;
const NEWEST_SHARE = 0.2;

/**
 * How long to leave the mail server alone after a deletion that took `tookMs`. Doubles when it was slow, shrinks by
 * a step (to nothing at once, when it was fast): load is given up quickly and taken back slowly.
 */
export function nextPauseMs(pauseMs: number, tookMs: number): number {
  if (tookMs > SLOW_MS) return Math.min(LONGEST_PAUSE_MS, Math.max(FIRST_PAUSE_MS, pauseMs * 2));
  if (tookMs < FAST_MS) return 0;
  return Math.max(0, pauseMs - PAUSE_STEP_MS);
}

/** Moves an average towards the newest measurement, for the estimate of what is left. */
export function averageMs(knownMs: number | null, tookMs: number): number {
  return Math.round(knownMs === null ? tookMs : knownMs + (tookMs - knownMs) * NEWEST_SHARE);
}
