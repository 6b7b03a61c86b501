import { isIP } from "node:net";
import { ImapFlow } from "imapflow";
import { createFlowSession } from "./flow-session";
import type { ImapAccount } from "./imap-account";
import { ImapError, toCommandError, toLoginError } from "./imap-error";
import type { MailSession } from "./mail-session";

export interface MailConnection {
  readonly session: MailSession;
  /** False from the moment the connection ends, for whatever reason. */
  isOpen(): boolean;
  /** Why it ended, in our words. */
  explain(error: unknown): ImapError;
  /** Listens until the next command; returns at once. */
  listen(): void;
  close(): void;
}

export interface ConnectionEvents {
  readonly onChange: () => void;
  readonly onEnd: () => void;
}

/** A server that answers more than this to one question is attacking, or was made to by a message. */
const MAX_LINE_BYTES = 256 * 1024;
const MAX_LITERAL_BYTES = 1024 * 1024;
const MAX_ANSWER_BYTES = 4 * 1024 * 1024;
const PLAIN_PORT = 143;
/** RFC 2177: servers may hang up after 30 minutes. */
const RE_IDLE_MS = 25 * 60_000;

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
  const client = createClient(account, address, connectTimeoutMs);
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
    await client.mailboxOpen("INBOX");
  } catch (error) {
    client.close();
    throw toLoginError(error);
  } finally {
    clearTimeout(timer);
  }
  client.on("exists", ({ count, prevCount }) => count !== prevCount && events.onChange());
  client.on("expunge", () => events.onChange());
  return {
    session: createFlowSession(client),
    isOpen: () => isOpen && client.usable,
    explain: (error) =>
      error instanceof ImapError ? error : toCommandError(isOpen ? error : (lastError ?? error)),
    listen: () => {
      client.idle().catch(() => client.close());
    },
    close: () => client.close(),
  };
}

function createClient(account: ImapAccount, address: string, connectTimeoutMs: number): ImapFlow {
  const { server } = account;
  return new ImapFlow({
    host: address,
    port: server.port,
    // Where plain IMAP is spoken nothing is said before STARTTLS: without it the connection ends.
    ...(server.port === PLAIN_PORT ? { secure: false, doSTARTTLS: true } : { secure: true }),
    ...(isIP(server.host) ? {} : { servername: server.host }),
    auth: { user: account.user, pass: account.password },
    logger: false,
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
