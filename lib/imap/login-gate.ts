import { accountKey, type ImapAccount, serverKey } from "./imap-account";
import { ImapError } from "./imap-error";

export interface LoginGateOptions {
  readonly refusalMemoryMs: number;
  /** Refusals that all processes met in that time; asked before each login. */
  readonly countRefusals?: (() => Promise<number>) | undefined;
  readonly now?: () => number;
}

export interface LoginGate {
  /**
   * Lets one login through.
   * @throws {ImapError} `login-refused`, without asking the server, for a password it refused lately.
   */
  run<Value>(account: ImapAccount, login: () => Promise<Value>): Promise<Value>;
}

/** Of one server, in the time a refusal is remembered: half of what makes Mailcow ban the portal's address. */
const MAX_REFUSALS = 5;

/**
 * Keeps the portal from being banned: a refused password is tried once and then left alone, and no more logins are
 * under way at a time than may still fail, so the limit holds even when all of them are refused at once.
 */
export function createLoginGate(options: LoginGateOptions): LoginGate {
  const now = options.now ?? Date.now;
  const refusedAt = new Map<string, number>();
  const servers = new Map<string, ServerState>();
  const stateOf = (account: ImapAccount): ServerState => {
    const state = servers.get(serverKey(account)) ?? { refusals: [], underWay: 0, waiting: [] };
    servers.set(serverKey(account), state);
    state.refusals = state.refusals.filter((at) => now() - at < options.refusalMemoryMs);
    return state;
  };
  const checkAccount = (key: string): void => {
    const at = refusedAt.get(key);
    if (at === undefined) return;
    if (now() - at < options.refusalMemoryMs) {
      throw new ImapError(
        "login-refused",
        "the mail server refused this login lately; it was not tried again",
      );
    }
    refusedAt.delete(key);
  };
  return {
    run: async (account, login) => {
      const key = accountKey(account);
      checkAccount(key);
      const state = stateOf(account);
      await enter(state);
      try {
        checkAccount(key);
        if (options.countRefusals && (await options.countRefusals()) >= MAX_REFUSALS) throw paused();
        return await login();
      } catch (error) {
        if (error instanceof ImapError && error.code === "login-refused" && !refusedAt.has(key)) {
          refusedAt.set(key, now());
          state.refusals.push(now());
        }
        throw error;
      } finally {
        leave(stateOf(account));
      }
    },
  };
}

interface ServerState {
  refusals: number[];
  underWay: number;
  waiting: Array<{ readonly go: () => void; readonly refuse: (error: ImapError) => void }>;
}

async function enter(state: ServerState): Promise<void> {
  if (state.refusals.length >= MAX_REFUSALS) throw paused();
  if (state.underWay + state.refusals.length < MAX_REFUSALS) {
    state.underWay += 1;
    return;
  }
  await new Promise<void>((go, refuse) => state.waiting.push({ go, refuse }));
}

function leave(state: ServerState): void {
  state.underWay -= 1;
  if (state.refusals.length >= MAX_REFUSALS) {
    for (const { refuse } of state.waiting.splice(0)) refuse(paused());
    return;
  }
  while (state.underWay + state.refusals.length < MAX_REFUSALS) {
    const next = state.waiting.shift();
    if (!next) return;
    state.underWay += 1;
    next.go();
  }
}

function paused(): ImapError {
  return new ImapError("unavailable", "logins are paused: the mail server refused several of the portal's");
}
