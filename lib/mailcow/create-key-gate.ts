import { MailcowError } from "@/lib/mailcow/mailcow-error";

export type KeyGate = { run<Value>(call: () => Promise<Value>): Promise<Value> };

/**
 * Lets calls through one at a time until one of them was answered as authorised.
 *
 * Without it several callers at the start would all knock with a wrong key before the first answer is back, and
 * Mailcow bans an address after ten. A 401 or 403 later on closes the gate again.
 */
export function createKeyGate(): KeyGate {
  let isProven = false;
  let lastTurn: Promise<unknown> = Promise.resolve();

  async function watch<Value>(call: () => Promise<Value>): Promise<Value> {
    try {
      const value = await call();
      isProven = true;
      return value;
    } catch (error) {
      if (error instanceof MailcowError) {
        isProven = error.code === "rejected" || (isProven && error.code !== "unauthorised");
      }
      throw error;
    }
  }

  return {
    run(call) {
      if (isProven) {
        return watch(call);
      }
      const turn = lastTurn.then(() => watch(call));
      lastTurn = turn.catch(() => undefined);
      return turn;
    },
  };
}
