import { randomBytes } from "node:crypto";
import { appendLog } from "@/lib/sandbox/append-log";
import type { FaultSwitch } from "@/lib/sandbox/fault";
import { findDomain, findMailbox } from "@/lib/sandbox/find-records";
import { verifyPassword } from "@/lib/sandbox/hash-password";
import type { LoginCache } from "@/lib/sandbox/mail/login-cache";
import type { MailboxRecord } from "@/lib/sandbox/mailbox-record";
import type { SandboxState } from "@/lib/sandbox/sandbox-state";
import { nowInSeconds } from "@/lib/sandbox/server-time";

export type LoginService = "imap" | "smtp";

export type LoginAttempt = {
  readonly service: LoginService;
  readonly username: string;
  readonly password: string;
  readonly remoteAddress: string;
};

/** Who has logged in; `quotaBytes` 0 means unlimited. */
export type LoginSuccess = { readonly username: string; readonly quotaBytes: number };

export type LoginGate = (attempt: LoginAttempt) => Promise<LoginSuccess | null>;

export type LoginGateParts = {
  readonly state: SandboxState;
  readonly faults: FaultSwitch;
  readonly cache: LoginCache<LoginSuccess>;
};

/**
 * The one place that decides whether a mail login is good, for every protocol and engine. Null for a wrong
 * password, an inactive mailbox or domain, a switched-off protocol and, unless the login is cached, while the web
 * part is away: Mailcow's Dovecot asks its PHP and cannot tell these apart.
 */
export function createLoginGate(parts: LoginGateParts): LoginGate {
  return async (attempt) => {
    const username = attempt.username.trim().toLowerCase();
    const cached = parts.cache.find(attempt.service, username, attempt.password);
    if (cached !== undefined) return cached;
    if (parts.faults.isWebPartAway) return null;
    const success = await checkLogin(parts.state, { ...attempt, username });
    parts.cache.remember(attempt.service, username, attempt.password, success);
    return success;
  };
}

async function checkLogin(state: SandboxState, attempt: LoginAttempt): Promise<LoginSuccess | null> {
  const mailbox = findMailbox(state, attempt.username);
  const appPasswordId = mailbox ? await findMatchingPassword(state, mailbox, attempt) : null;
  if (!mailbox || appPasswordId === null) {
    logRefusal(state, attempt);
    return null;
  }
  rememberLogin(state, attempt, appPasswordId);
  return { username: mailbox.username, quotaBytes: mailbox.quotaBytes };
}

/** The id of the app password that fits, 0 for the mailbox password, null for neither. */
async function findMatchingPassword(
  state: SandboxState,
  mailbox: MailboxRecord,
  { service, password }: LoginAttempt,
): Promise<number | null> {
  if (mailbox.active !== 1 || findDomain(state, mailbox.domain)?.active !== 1) return null;
  const isProtocolOn = mailbox.attributes[`${service}_access`] === "1";
  if (isProtocolOn && (await verifyPassword(mailbox.hash, password))) return 0;
  // App passwords do not look at the mailbox's own switches, only at theirs.
  for (const entry of state.appPasswords) {
    const isUsable =
      entry.mailbox === mailbox.username && entry.active === 1 && entry.protocols.includes(service);
    if (isUsable && (await verifyPassword(entry.hash, password))) return entry.id;
  }
  return null;
}

/** One row for each user, service and address: a later login replaces it. */
function rememberLogin(state: SandboxState, attempt: LoginAttempt, appPasswordId: number): void {
  const { username, service, remoteAddress } = attempt;
  const others = state.logins.filter(
    (login) =>
      login.username !== username || login.service !== service || login.remoteAddress !== remoteAddress,
  );
  state.logins = [...others, { username, service, remoteAddress, appPasswordId, atSeconds: nowInSeconds() }];
}

function logRefusal(state: SandboxState, attempt: LoginAttempt): void {
  appendLog(state, "ui", {
    id: state.nextUiLogId,
    task: randomBytes(3).toString("hex").toUpperCase(),
    type: "danger",
    msg: '"login_failed"',
    call: JSON.stringify(["check_login", attempt.username, "*"]),
    user: "unauthenticated",
    role: "unauthenticated",
    remote: attempt.remoteAddress,
    time: nowInSeconds(),
  });
  state.nextUiLogId += 1;
}
