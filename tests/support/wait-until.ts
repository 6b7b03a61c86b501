import { setTimeout as wait } from "node:timers/promises";

const POLL_MS = 25;

/** Asks again and again until the answer is something; fails with `what` when it stays away. */
export async function waitUntil<Value>(
  what: string,
  ask: () => Promise<Value | null | undefined | false> | Value | null | undefined | false,
  timeoutMs = 30_000,
): Promise<Value> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer !== null && answer !== undefined && answer !== false) return answer;
    if (Date.now() > deadline) throw new Error(`${what} did not happen within ${timeoutMs} ms`);
    await wait(POLL_MS);
  }
}
