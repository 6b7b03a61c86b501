import type { PortalContext } from "@/lib/context/portal-context";

export interface Chore {
  /** Begins no further round and waits for the one at work. */
  stop(): Promise<void>;
}

/** Does something again and again, one round after the other, at once and then after each pause; a failing round is logged. */
export function startChore(
  context: Pick<PortalContext, "logger">,
  chore: string,
  pauseMs: number,
  round: () => Promise<unknown>,
): Chore {
  let isStopped = false;
  let wake: () => void = () => {};
  const running = (async () => {
    while (!isStopped) {
      await round().catch((error: unknown) => context.logger.error({ error, task: chore }, "chore failed"));
      if (isStopped) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, pauseMs);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  })();
  return {
    stop: async () => {
      isStopped = true;
      wake();
      await running;
    },
  };
}
