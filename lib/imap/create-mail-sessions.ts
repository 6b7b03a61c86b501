import type { Result } from "@/lib/errors/result";
import { accountKey, type ImapAccount } from "./imap-account";
import { ImapError } from "./imap-error";
import { createLoginGate } from "./login-gate";
import { INBOX, type MailConnection, openMailConnection } from "./mail-connection";
import { MailParserError } from "./mail-parser";
import type { MailSession } from "./mail-session";
import { type MailEvent, type MailSessions, SESSION_LIMITS, type SessionLimits } from "./mail-sessions";

export interface MailSessionsOptions {
  /**
   * The address to connect to for a host that an admin named: resolved once and checked, so that a name which
   * changes its mind later leads nowhere else.
   */
  readonly resolvePublicHost: (
    host: string,
    port: number,
  ) => Promise<Result<{ readonly address: string }, { readonly reason: string }>>;
  /** How many logins were refused lately, to this process or another: too many, and none is tried for a time. */
  readonly countRefusals?: () => Promise<number>;
  readonly limits?: Partial<SessionLimits>;
}

/** One mailbox's place in the pool. */
interface Place {
  readonly account: ImapAccount;
  connection: MailConnection | null;
  opening: Promise<MailConnection> | null;
  /** Callers at work or waiting. */
  queued: number;
  tail: Promise<unknown>;
  readonly watchers: Set<Watcher>;
  /** What the status of watched folders was when last asked. */
  readonly seen: Map<string, string>;
  usedAt: number;
  idleTimer: NodeJS.Timeout | null;
  reconnectTimer: NodeJS.Timeout | null;
  pollTimer: NodeJS.Timeout | null;
  reconnects: number;
}

interface Watcher {
  readonly folder: string;
  readonly onEvent: (event: MailEvent) => void;
}

const MAX_RECONNECT_MS = 60_000;

/** The pool of this process. Nothing is connected until first used. */
export function createMailSessions(options: MailSessionsOptions): MailSessions {
  const limits: SessionLimits = { ...SESSION_LIMITS, ...options.limits };
  const gate = createLoginGate({
    refusalMemoryMs: limits.refusalMemoryMs,
    countRefusals: options.countRefusals,
  });
  const places = new Map<string, Place>();
  let isClosed = false;

  const placeOf = (account: ImapAccount): Place => {
    const key = accountKey(account);
    const place = places.get(key) ?? newPlace(account);
    places.set(key, place);
    return place;
  };
  const isConnected = (place: Place): boolean => place.connection !== null || place.opening !== null;
  const isFree = (place: Place): boolean => place.queued === 0 && place.watchers.size === 0;
  const forgetIfUnused = (place: Place): void => {
    if (isFree(place) && !isConnected(place)) places.delete(accountKey(place.account));
  };
  const disconnect = (place: Place): void => {
    if (place.idleTimer) clearTimeout(place.idleTimer);
    place.idleTimer = null;
    const { connection } = place;
    place.connection = null;
    connection?.close();
    forgetIfUnused(place);
  };

  /** The place of whoever was idle for longest, once the pool is full. */
  const makeRoom = (): void => {
    const connected = [...places.values()].filter(isConnected);
    if (connected.length < limits.maxConnections) return;
    const [oldest] = connected
      .filter((place) => isFree(place) && place.connection)
      .sort((left, right) => left.usedAt - right.usedAt);
    if (!oldest) throw new ImapError("overloaded", "all connections to mail servers are in use");
    disconnect(oldest);
  };

  const findAddress = async ({ server, hostNamedBy }: ImapAccount): Promise<string> => {
    if (hostNamedBy === "operator") return server.host;
    const found = await options.resolvePublicHost(server.host, server.port);
    if (!found.ok) throw new ImapError("unavailable", `the mail server's host: ${found.failure.reason}`);
    return found.value.address;
  };

  const open = async (place: Place): Promise<MailConnection> => {
    const { account } = place;
    const connection = await gate.run(account, async () => {
      return openMailConnection(account, await findAddress(account), limits.connectTimeoutMs, {
        onChange: (folder) => tell(place, "changed", folder),
        onEnd: () => {
          if (place.connection !== connection) return;
          disconnect(place);
          if (place.watchers.size > 0) tell(place, "lost");
          reconnectLater(place);
        },
      });
    });
    if (isClosed) {
      connection.close();
      throw new ImapError("closed", "the process is stopping");
    }
    return connection;
  };

  const connect = async (place: Place): Promise<MailConnection> => {
    if (place.connection?.isOpen()) return place.connection;
    disconnect(place);
    places.set(accountKey(place.account), place);
    if (!place.opening) {
      makeRoom();
      place.opening = open(place).finally(() => {
        place.opening = null;
      });
    }
    const connection = await place.opening;
    if (place.connection !== connection) {
      place.connection = connection;
      place.reconnects = 0;
      if (!connection.isOpen()) throw new ImapError("cut-off", "the connection ended at once");
      tell(place, "connected");
    }
    return connection;
  };

  const rest = (place: Place): void => {
    place.usedAt = Date.now();
    if (place.queued > 0) return;
    if (!place.connection) forgetIfUnused(place);
    else if (place.watchers.size > 0) place.connection.listen();
    else {
      if (place.idleTimer) clearTimeout(place.idleTimer);
      place.idleTimer = setTimeout(() => isFree(place) && disconnect(place), limits.idleCloseMs);
      place.idleTimer.unref();
    }
  };

  const reconnectLater = (place: Place): void => {
    if (isClosed || place.watchers.size === 0 || place.reconnectTimer) return;
    const pauseMs = Math.min(MAX_RECONNECT_MS, limits.reconnectMs * 2 ** place.reconnects);
    place.reconnects += 1;
    place.reconnectTimer = setTimeout(
      () => {
        place.reconnectTimer = null;
        void keepWatching(place);
      },
      pauseMs * (0.5 + Math.random() / 2),
    );
    place.reconnectTimer.unref();
  };

  /** Opens the watchers' connection; a refused password ends their watch, anything else is tried again. */
  const keepWatching = async (place: Place): Promise<void> => {
    if (isClosed || place.watchers.size === 0) return;
    try {
      (await connect(place)).endTurn();
      rest(place);
      if (place.pollTimer) void poll(place);
    } catch (error) {
      if (error instanceof ImapError && error.code === "login-refused") {
        tell(place, "refused");
        place.watchers.clear();
        stopPolling(place);
        forgetIfUnused(place);
        return;
      }
      tell(place, "lost");
      reconnectLater(place);
    }
  };

  const run = async <Value>(
    place: Place,
    deadline: Deadline,
    work: (session: MailSession) => Promise<Value>,
    folder: string | null,
  ): Promise<Value> => {
    deadline.check();
    const connection = await deadline.race(connect(place));
    const { session } = connection;
    try {
      if (folder !== null) await deadline.race(session.openFolder(folder));
      return await deadline.race(work(session));
    } catch (error) {
      const isLate = error instanceof ImapError && error.code === "timed-out";
      // After a silent command nobody knows what the next answer belongs to.
      if (isLate) disconnect(place);
      if (isLate || !isProtocolError(error)) throw error;
      const explained = connection.explain(error);
      if (explained.code === "too-large") disconnect(place);
      throw explained;
    } finally {
      connection.endTurn();
    }
  };

  const use = async <Value>(
    place: Place,
    work: (session: MailSession) => Promise<Value>,
    folder: string | null,
  ): Promise<Value> => {
    if (place.queued >= limits.maxQueued) {
      throw new ImapError("overloaded", "too many readers wait for this mailbox");
    }
    place.queued += 1;
    const deadline = startDeadline(limits.workTimeoutMs);
    const turn = place.tail.then(() => run(place, deadline, work, folder));
    place.tail = turn.catch(() => {});
    try {
      return await turn;
    } finally {
      deadline.end();
      place.queued -= 1;
      rest(place);
      reconnectIfWatched(place);
    }
  };

  /** Folders that are not listened to; a look that fails is made up for by the next. */
  const poll = async (place: Place): Promise<void> => {
    const folders = new Set([...place.watchers].map(({ folder }) => folder));
    folders.delete(INBOX);
    if (folders.size === 0) return stopPolling(place);
    if (!place.connection?.isOpen() || place.queued > 0) return;
    await use(place, (session) => lookAt(place, session, folders), null).catch(() => {});
  };
  const keepPolling = (place: Place): void => {
    if (place.pollTimer) return;
    place.pollTimer = setInterval(() => void poll(place), limits.pollMs);
    place.pollTimer.unref();
  };

  return {
    use: async (account, work, options = {}) => {
      if (isClosed) throw new ImapError("closed", "the process is stopping");
      return use(placeOf(account), work, options.folder === undefined ? INBOX : options.folder);
    },
    watch: (account, onEvent, folder = INBOX) => {
      const place = placeOf(account);
      const watched = [...places.values()].filter((other) => other.watchers.size > 0).length;
      if (place.watchers.size === 0 && watched >= limits.maxWatched) {
        forgetIfUnused(place);
        throw new ImapError("overloaded", "too many mailboxes are watched");
      }
      const watcher: Watcher = { folder, onEvent };
      const isFirst = place.watchers.size === 0;
      place.watchers.add(watcher);
      if (folder !== INBOX) keepPolling(place);
      if (place.connection?.isOpen()) {
        onEvent("connected");
        if (isFirst) rest(place);
        if (folder !== INBOX) void poll(place);
      } else if (isFirst) void keepWatching(place);
      return () => {
        if (!place.watchers.delete(watcher) || place.watchers.size > 0) return;
        if (place.reconnectTimer) clearTimeout(place.reconnectTimer);
        place.reconnectTimer = null;
        stopPolling(place);
        rest(place);
      };
    },
    guardLogin: (account, login) => gate.run(account, login),
    count: () => {
      const all = [...places.values()];
      return {
        connections: all.filter(isConnected).length,
        watched: all.filter((place) => place.watchers.size > 0).length,
      };
    },
    close: async () => {
      isClosed = true;
      for (const place of [...places.values()]) {
        place.watchers.clear();
        stopPolling(place);
        if (place.reconnectTimer) clearTimeout(place.reconnectTimer);
        disconnect(place);
      }
    },
  };

  function reconnectIfWatched(place: Place): void {
    if (!isConnected(place)) reconnectLater(place);
  }
}

function newPlace(account: ImapAccount): Place {
  return {
    account,
    connection: null,
    opening: null,
    queued: 0,
    tail: Promise.resolve(),
    watchers: new Set(),
    seen: new Map(),
    usedAt: Date.now(),
    idleTimer: null,
    reconnectTimer: null,
    pollTimer: null,
    reconnects: 0,
  };
}

/** A change concerns those who watch its folder; what happens to the connection concerns all. */
function tell(place: Place, event: MailEvent, folder: string | null = null): void {
  for (const watcher of [...place.watchers]) {
    if (folder === null || folder === watcher.folder) watcher.onEvent(event);
  }
}

async function lookAt(place: Place, session: MailSession, folders: ReadonlySet<string>): Promise<void> {
  for (const folder of folders) {
    const { messages, unseen, uidNext } = await session.readStatus(folder);
    const now = `${messages}.${unseen}.${uidNext}`;
    const before = place.seen.get(folder);
    place.seen.set(folder, now);
    if (before !== undefined && before !== now) tell(place, "changed", folder);
  }
}

function stopPolling(place: Place): void {
  if (place.pollTimer) clearInterval(place.pollTimer);
  place.pollTimer = null;
  place.seen.clear();
}

/** Programming errors and the caller's own refusals pass unchanged. */
function isProtocolError(error: unknown): boolean {
  if (error instanceof ImapError) return true;
  if (error instanceof MailParserError) return false;
  return error instanceof Error && ("code" in error || "responseStatus" in error);
}

interface Deadline {
  check(): void;
  race<Value>(work: Promise<Value>): Promise<Value>;
  end(): void;
}

function startDeadline(timeoutMs: number): Deadline {
  let isOver = false;
  const late = () => new ImapError("timed-out", "the mail server did not answer in time");
  let expire: () => void = () => {};
  const expired = new Promise<never>((_resolve, reject) => {
    expire = () => {
      isOver = true;
      reject(late());
    };
  });
  expired.catch(() => {});
  const timer = setTimeout(() => expire(), timeoutMs);
  return {
    check: () => {
      if (isOver) throw late();
    },
    race: (work) => {
      work.catch(() => {});
      return Promise.race([work, expired]);
    },
    end: () => clearTimeout(timer),
  };
}
