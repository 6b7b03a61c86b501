export interface ClockWatch {
  /** How far the wall clock has moved against the monotonic one since the last call, in milliseconds. */
  readJumpMs(): number;
}

interface Clocks {
  readonly wallMs: () => number;
  readonly monotonicMs: () => number;
}

const SYSTEM: Clocks = { wallMs: () => Date.now(), monotonicMs: () => performance.now() };

/**
 * Notices a wall clock that was set. Each call starts anew, so one jump stops one round: a machine that slept looks
 * like a jump too, and must not stop the clean-up for ever. A clock that is still wrong is caught by the others.
 */
export function watchClock(clocks: Clocks = SYSTEM): ClockWatch {
  const difference = (): number => clocks.wallMs() - clocks.monotonicMs();
  let known = difference();
  return {
    readJumpMs: () => {
      const now = difference();
      const jump = now - known;
      known = now;
      return jump;
    },
  };
}

/** Of this process: it has watched since the process began. */
export const processClock = watchClock();
