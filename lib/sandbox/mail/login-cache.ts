import { createHash } from "node:crypto";

export type LoginCacheTimes = { readonly positiveSeconds: number; readonly negativeSeconds: number };

/** Dovecot's times on a Mailcow server. */
export const GENUINE_CACHE_TIMES: LoginCacheTimes = { positiveSeconds: 300, negativeSeconds: 60 };

/**
 * Remembers logins as Dovecot's auth cache does on a Mailcow server: by service, user and password, so that a
 * changed password, a deactivated or even a deleted mailbox still logs in until the time is over. A refused login
 * is remembered too. Only a digest of the password is kept.
 */
export class LoginCache<Value> {
  readonly #times: LoginCacheTimes;
  readonly #entries = new Map<string, { readonly value: Value | null; readonly until: number }>();

  constructor(times: LoginCacheTimes) {
    this.#times = times;
  }

  /** `undefined` when nothing is known, `null` for a remembered refusal. */
  find(service: string, username: string, password: string): Value | null | undefined {
    const key = cacheKey(service, username, password);
    const entry = this.#entries.get(key);
    if (!entry) return undefined;
    if (entry.until > Date.now()) return entry.value;
    this.#entries.delete(key);
    return undefined;
  }

  remember(service: string, username: string, password: string, value: Value | null): void {
    const seconds = value === null ? this.#times.negativeSeconds : this.#times.positiveSeconds;
    if (seconds <= 0) return;
    const until = Date.now() + seconds * 1000;
    this.#entries.set(cacheKey(service, username, password), { value, until });
  }

  clear(): void {
    this.#entries.clear();
  }
}

function cacheKey(service: string, username: string, password: string): string {
  return createHash("sha256")
    .update(JSON.stringify([service, username, password]))
    .digest("base64");
}
