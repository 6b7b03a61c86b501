import { CircuitState, circuitBreaker, handleWhen, type IBreaker, isBrokenCircuitError } from "cockatiel";
import { MailcowError } from "@/lib/mailcow/mailcow-error";

export type BreakerState = "closed" | "open" | "half-open";

export type BreakerOptions = {
  /** So many unclear, late or unreachable answers … */
  readonly failures?: number;
  /** … within this time open the breaker … */
  readonly withinMs?: number;
  /** … for this long; then one call is let through, and its outcome decides. */
  readonly openMs?: number;
  /** The same after a 401 or 403, of which one is enough. */
  readonly unauthorisedOpenMs?: number;
};

export type Breaker = {
  run<Value>(endpoint: string, call: () => Promise<Value>): Promise<Value>;
  state(): BreakerState;
};

const FAILURES = 5;
const WITHIN_MS = 20_000;
const OPEN_MS = 10_000;
/** One attempt in 15 minutes stays far below Mailcow's ban at ten in ten. */
const UNAUTHORISED_OPEN_MS = 15 * 60_000;

/**
 * Stops calling a Mailcow that refuses our key or is in trouble. Refusals of a single request (`rejected`) are a sign
 * of health. While half-open, other calls wait for the outcome of the one that was let through.
 */
export function createBreaker(options: BreakerOptions = {}): Breaker {
  const keyBreaker = circuitBreaker(
    handleWhen((error) => error instanceof MailcowError && error.code === "unauthorised"),
    {
      halfOpenAfter: options.unauthorisedOpenMs ?? UNAUTHORISED_OPEN_MS,
      breaker: new FailuresWithin(1, options.withinMs ?? WITHIN_MS),
    },
  );
  const healthBreaker = circuitBreaker(
    handleWhen((error) => error instanceof MailcowError && (error.isUnclear || error.code === "unreachable")),
    {
      halfOpenAfter: options.openMs ?? OPEN_MS,
      breaker: new FailuresWithin(options.failures ?? FAILURES, options.withinMs ?? WITHIN_MS),
    },
  );

  return {
    async run(endpoint, call) {
      try {
        return await keyBreaker.execute(() => healthBreaker.execute(call));
      } catch (error) {
        if (!isBrokenCircuitError(error)) {
          throw error;
        }
        const open = keyBreaker.state === CircuitState.Open ? keyBreaker : healthBreaker;
        throw new MailcowError({ code: "circuit-open", endpoint, cause: lastError(open.lastFailure) });
      }
    },
    state() {
      const states = [keyBreaker.state, healthBreaker.state];
      if (states.includes(CircuitState.Open)) {
        return "open";
      }
      return states.includes(CircuitState.HalfOpen) ? "half-open" : "closed";
    },
  };
}

function lastError(failure: { error: Error } | { value: unknown } | undefined): Error | undefined {
  return failure !== undefined && "error" in failure ? failure.error : undefined;
}

/** Cockatiel counts failures in a row or as a share; we want a number within a time, whatever succeeds between. */
class FailuresWithin implements IBreaker {
  state: number[] = [];
  readonly #limit: number;
  readonly #withinMs: number;

  constructor(limit: number, withinMs: number) {
    this.#limit = limit;
    this.#withinMs = withinMs;
  }

  success(state: CircuitState): void {
    if (state === CircuitState.HalfOpen) {
      this.state = [];
    }
  }

  failure(): boolean {
    const nowMs = performance.now();
    this.state = [...this.state, nowMs].filter((failedAtMs) => failedAtMs > nowMs - this.#withinMs);
    return this.state.length >= this.#limit;
  }
}
