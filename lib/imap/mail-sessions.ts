import type { ImapAccount } from "./imap-account";
import type { MailSession } from "./mail-session";

/**
 * What a watcher hears. `changed`: look again, something came or went. `connected` follows each connection, and
 * again after a loss: what happened in between was missed. `refused` is the last word.
 */
export type MailEvent = "connected" | "changed" | "lost" | "refused";

export interface SessionLimits {
  /** Of this process, over all mailboxes. */
  readonly maxConnections: number;
  /** How many of them may be held open by watchers: reading must stay possible. */
  readonly maxWatched: number;
  /** Callers waiting for one mailbox's connection; the next is turned away. */
  readonly maxQueued: number;
  readonly idleCloseMs: number;
  readonly connectTimeoutMs: number;
  /** For everything one caller does with a session, waiting for its turn included. */
  readonly workTimeoutMs: number;
  /** How long a refused login is not tried again with the same password. */
  readonly refusalMemoryMs: number;
  /** Between two looks at a watched folder that is not the inbox. */
  readonly pollMs: number;
  /** First pause before a watcher's connection is opened again; doubles up to a minute. */
  readonly reconnectMs: number;
}

/** The figures are ARCHITECTURE's for one web process; Mailcow bans after ten failed logins in ten minutes. */
export const SESSION_LIMITS: SessionLimits = {
  maxConnections: 200,
  maxWatched: 150,
  maxQueued: 32,
  idleCloseMs: 60_000,
  connectTimeoutMs: 10_000,
  workTimeoutMs: 20_000,
  refusalMemoryMs: 600_000,
  pollMs: 30_000,
  reconnectMs: 1_000,
};

export interface UseOptions {
  /** Opened before the work, the inbox unless told otherwise; `null` leaves it to the work. */
  readonly folder?: string | null;
}

/** Connections to mail servers: at most one a mailbox, closed when nobody used them for a minute. */
export interface MailSessions {
  /**
   * Runs `work` with the mailbox's one connection, after whoever came before.
   * @throws {ImapError} and whatever `work` throws.
   */
  use<Value>(
    account: ImapAccount,
    work: (session: MailSession) => Promise<Value>,
    options?: UseOptions,
  ): Promise<Value>;
  /**
   * Hears of changes in the inbox as the server tells them (IDLE), over the same one connection, until the answer is
   * called. Another folder is asked for its status every half minute, IMAP listening to one folder only.
   * Never throws for a mail server that is away: it tells `lost` and goes on trying.
   * @throws {ImapError} `overloaded` when too many mailboxes are watched already.
   */
  watch(account: ImapAccount, onEvent: (event: MailEvent) => void, folder?: string): () => void;
  /**
   * Lets another login with the same password through, such as the one to send with: what one of them is refused, none
   * of them tries again for a while. `login` throws `login-refused` for a password that was called wrong.
   * @throws {ImapError} `login-refused` and `unavailable` without having tried, and whatever `login` throws.
   */
  guardLogin<Value>(account: ImapAccount, login: () => Promise<Value>): Promise<Value>;
  /** Open or being opened, and how many of those for watchers. */
  count(): { readonly connections: number; readonly watched: number };
  close(): Promise<void>;
}
