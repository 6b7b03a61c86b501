/** Tells the supervisor, if there is one, that this process can do its work. */
export function announceReady(): void {
  process.send?.({ kind: "ready" });
}

/** npm passes Ctrl-C on to a process that has already got it from the terminal: what comes this soon is the same one. */
const SAME_KEYPRESS_MS = 1_000;

/**
 * Runs `finish` once when the process is asked to end: SIGTERM, Ctrl-C, or the supervisor's death. A second Ctrl-C calls
 * `force`. Settles when `finish` has.
 */
export function untilAskedToEnd(finish: () => Promise<void>, force: () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    let askedAt: number | null = null;
    const ask = () => {
      if (askedAt !== null) {
        if (Date.now() - askedAt > SAME_KEYPRESS_MS) force();
        return;
      }
      askedAt = Date.now();
      finish().then(resolve, reject);
    };
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, ask);
    process.once("disconnect", ask);
  });
}
