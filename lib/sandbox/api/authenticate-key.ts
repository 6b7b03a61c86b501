import { randomBytes } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

export type ApiKeys = { readonly readWrite: string; readonly readOnly: string };
/** `anonymous` is no key at all, which Mailcow answers differently from a wrong one. */
export type ApiAccess = "read-write" | "read-only" | "wrong-key" | "anonymous";

const SESSION_COOKIE = "MCSESSID";
const MAXIMUM_SESSIONS = 10_000;

/**
 * Tells keys apart and keeps the sessions that Mailcow opens, one for every call without a cookie. Such a cookie
 * has the rights of the key that made it: a client that sends cookies back no longer needs its key.
 */
export class KeyGate {
  readonly #keys: ApiKeys;
  readonly #sessions = new Map<string, ApiAccess>();

  constructor(keys: ApiKeys) {
    this.#keys = keys;
  }

  /** Characters no key can hold are dropped before the comparison, as Mailcow does. */
  authenticate(headers: IncomingHttpHeaders): ApiAccess {
    const given = headers["x-api-key"];
    const key = (Array.isArray(given) ? given.join("") : (given ?? "")).replace(/[^a-zA-Z0-9-]/g, "");
    if (key === "") return this.#findSession(headers.cookie) ?? "anonymous";
    if (key === this.#keys.readWrite) return "read-write";
    return key === this.#keys.readOnly ? "read-only" : "wrong-key";
  }

  openSession(access: ApiAccess): string {
    const id = randomBytes(13).toString("hex");
    if (access === "read-write" || access === "read-only") this.#sessions.set(id, access);
    const [oldest] = this.#sessions.keys();
    if (oldest !== undefined && this.#sessions.size > MAXIMUM_SESSIONS) this.#sessions.delete(oldest);
    return `${SESSION_COOKIE}=${id}; path=/; HttpOnly; SameSite=Lax`;
  }

  #findSession(cookies: string | undefined): ApiAccess | null {
    const id = new RegExp(`(?:^|;\\s*)${SESSION_COOKIE}=([a-z0-9]+)`).exec(cookies ?? "")?.[1];
    return id === undefined ? null : (this.#sessions.get(id) ?? null);
  }
}
