import { isIP } from "node:net";
import { ImapFlow } from "imapflow";
import { createFlowSession } from "./flow-session";
import type { ImapAccount } from "./imap-account";
import { ImapError, toCommandError, toLoginError } from "./imap-error";
import type { MailSession } from "./mail-session";

export const INBOX = "INBOX";

export interface MailConnection {
  readonly session: MailSession;
  /** False from the moment the connection ends, for whatever reason. */
  isOpen(): boolean;
  /** Why it ended, in our words. */
  explain(error: unknown): ImapError;
  /** Whoever used it is done: what was opened for him counts as opened some time ago. */
  endTurn(): void;
  /** Listens to the inbox until the next command; returns at once. */
  listen(): void;
  close(): void;
}

export interface ConnectionEvents {
  /** Something came to or went from the folder. */
  readonly onChange: (path: string) => void;
  readonly onEnd: () => void;
}

/** A server that answers more than this to one question is attacking, or was made to by a message. */
const MAX_LINE_BYTES = 256 * 1024;
const MAX_LITERAL_BYTES = 1024 * 1024;
const MAX_ANSWER_BYTES = 4 * 1024 * 1024;
const PLAIN_PORT = 143;
/** RFC 2177: servers may hang up after 30 minutes. */
const RE_IDLE_MS = 25 * 60_000;

/** What a command failed with: imapflow answers some refusals with `false` and says why to its logger only. */
interface Problems {
  last: unknown;
}

/**
 * Connects, logs in once and opens the inbox. Always by TLS.
 * @throws {ImapError} `login-refused` only when the server said so by RFC 5530's codes.
 */
export async function openMailConnection(
  account: ImapAccount,
  address: string,
  connectTimeoutMs: number,
  events: ConnectionEvents,
): Promise<MailConnection> {
  const problems: Problems = { last: null };
  const client = createClient(account, address, connectTimeoutMs, problems);
  let lastError: unknown = null;
  let isOpen = true;
  // imapflow reports late socket errors as events; without a listener they end the process.
  client.on("error", (error) => {
    lastError = error;
  });
  client.on("close", () => {
    isOpen = false;
    events.onEnd();
  });
  const timer = setTimeout(() => client.close(), connectTimeoutMs * 2);
  try {
    await client.connect();
    await client.mailboxOpen(INBOX);
  } catch (error) {
    client.close();
    throw toLoginError(error);
  } finally {
    clearTimeout(timer);
  }
  client.on("exists", ({ path, count, prevCount }) => count !== prevCount && events.onChange(path));
  client.on("expunge", ({ path }) => events.onChange(path));
  // Flags that change while nothing was asked were changed by another program.
  client.on("flags", ({ path }) => client.idling && events.onChange(path));
  const folders = followFolders(client, events.onChange);
  return {
    session: createFlowSession({
      client,
      openFolder: folders.open,
      isJustOpened: folders.isJustOpened,
      takeProblem: () => {
        const { last } = problems;
        problems.last = null;
        return last;
      },
    }),
    isOpen: () => isOpen && client.usable,
    explain: (error) =>
      error instanceof ImapError ? error : toCommandError(isOpen ? error : (lastError ?? error)),
    endTurn: folders.endTurn,
    listen: () => {
      folders.listen().catch(() => client.close());
    },
    close: () => client.close(),
  };
}

/** Which folder is open, and what happened in one while another was. */
function followFolders(client: ImapFlow, onChange: (path: string) => void) {
  const left = new Map<string, string>();
  let isJustOpened = true;
  const describe = (): string =>
    client.mailbox ? `${client.mailbox.uidValidity}.${client.mailbox.uidNext}.${client.mailbox.exists}` : "";
  let opening: Promise<void> = Promise.resolve();
  /** Told apart by number: whoever opens a folder ends the wish to listen that came before. */
  let wishes = 0;
  const select = async (path: string): Promise<void> => {
    const open = client.mailbox ? client.mailbox.path : null;
    if (open === path) return;
    if (open) left.set(open, describe());
    await client.mailboxOpen(path);
    isJustOpened = true;
    const before = left.get(path);
    left.delete(path);
    if (before !== undefined && before !== describe()) onChange(path);
  };
  const open = (path: string): Promise<void> => {
    wishes += 1;
    const turn = opening.then(() => select(path));
    opening = turn.catch(() => {});
    return turn;
  };
  return {
    open,
    isJustOpened: () => isJustOpened,
    endTurn: () => {
      isJustOpened = false;
    },
    listen: async (): Promise<void> => {
      const wish = wishes + 1;
      await open(INBOX);
      isJustOpened = false;
      if (wish === wishes) await client.idle();
    },
  };
}

function createClient(
  account: ImapAccount,
  address: string,
  connectTimeoutMs: number,
  problems: Problems,
): ImapFlow {
  const { server } = account;
  return new ImapFlow({
    host: address,
    port: server.port,
    // Where plain IMAP is spoken nothing is said before STARTTLS: without it the connection ends.
    ...(server.port === PLAIN_PORT ? { secure: false, doSTARTTLS: true } : { secure: true }),
    ...(isIP(server.host) ? {} : { servername: server.host }),
    auth: { user: account.user, pass: account.password },
    logger: {
      trace: ignore,
      debug: ignore,
      info: ignore,
      warn: (entry) => noteProblem(problems, entry),
      error: ignore,
      fatal: ignore,
    },
    disableAutoIdle: true,
    maxIdleTime: RE_IDLE_MS,
    connectionTimeout: connectTimeoutMs,
    greetingTimeout: connectTimeoutMs,
    maxLineLength: MAX_LINE_BYTES,
    maxLiteralSize: MAX_LITERAL_BYTES,
    maxResponseSize: MAX_ANSWER_BYTES,
    tls: {
      rejectUnauthorized: server.verifyTls,
      ...(server.certificateAuthority ? { ca: server.certificateAuthority } : {}),
    },
  });
}

function ignore(): void {}

/** Nothing is written anywhere: such entries carry what the server said. */
function noteProblem(problems: Problems, entry: unknown): void {
  if (typeof entry === "object" && entry !== null && "err" in entry) problems.last = entry.err;
}
