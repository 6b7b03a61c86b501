import { waitUntil } from "./wait-until";

/** Mail servers note whole seconds: what comes from now on is later than what came before. */
export async function waitForNextSecond(): Promise<void> {
  const until = Math.floor(Date.now() / 1_000) + 1;
  await waitUntil("the next second", () => Date.now() / 1_000 >= until);
}
