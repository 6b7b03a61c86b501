import { classifyLoginError } from "./prove-login";

/**
 * `login-refused`: the server said that the password is wrong (RFC 5530); nothing else is ever called that.
 * `unavailable`: away, busy, limiting, shutting down. `timed-out`: silent for too long. `cut-off`: the connection
 * ended in the middle of an answer. `too-large`: an answer above our limits, which a message can provoke.
 * `overloaded`: our own pool is full. `folder-gone`: the server has no such folder. `over-quota`: no room for more.
 */
export type ImapErrorCode =
  | "login-refused"
  | "unavailable"
  | "timed-out"
  | "cut-off"
  | "too-large"
  | "overloaded"
  | "folder-gone"
  | "over-quota"
  | "closed";

/** A mail server, or the way to it, that did not give the answer we asked for. */
export class ImapError extends Error {
  override readonly name = "ImapError";
  readonly code: ImapErrorCode;

  constructor(code: ImapErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** How a failed login is to be understood; never with the server's own words, which may be anything. */
export function toLoginError(error: unknown): ImapError {
  if (error instanceof ImapError) return error;
  const outcome = classifyLoginError(error);
  if (outcome.state === "refused") return new ImapError("login-refused", "the mail server refused the login");
  const cause = outcome.state === "unavailable" ? outcome.cause : "unknown";
  return new ImapError(
    "unavailable",
    `no IMAP session: ${/^[\w .-]{1,60}$/.test(cause) ? cause : "failed"}`,
    {
      cause: error,
    },
  );
}

const TOO_LARGE = new Set(["LiteralTooLarge", "LineTooLarge", "ResponseTooLarge"]);

/** RFC 5530, RFC 3501 and RFC 7889. */
const REFUSALS = new Map<string, ImapErrorCode>([
  ["NONEXISTENT", "folder-gone"],
  ["TRYCREATE", "folder-gone"],
  ["OVERQUOTA", "over-quota"],
  ["APPENDLIMIT", "over-quota"],
]);

/** How a failed command is to be understood. */
export function toCommandError(error: unknown): ImapError {
  if (error instanceof ImapError) return error;
  const code = readText(error, "code");
  if (isMissingFolder(error))
    return new ImapError("folder-gone", "there is no such folder", { cause: error });
  if (isTooLarge(error)) return new ImapError("too-large", "an answer exceeds the limits", { cause: error });
  if (code === "ETIMEOUT") return new ImapError("timed-out", "the mail server was silent", { cause: error });
  const meaning = REFUSALS.get(readText(error, "serverResponseCode")?.toUpperCase() ?? "");
  if (meaning) return new ImapError(meaning, "the mail server refused a command", { cause: error });
  if (readText(error, "responseStatus")) {
    return new ImapError("unavailable", "the mail server refused a command", { cause: error });
  }
  return new ImapError("cut-off", "the connection to the mail server ended", { cause: error });
}

function isTooLarge(error: unknown): boolean {
  return TOO_LARGE.has(readText(error, "code") ?? "");
}

/** What imapflow found out after a refused SELECT, from servers that give no reason. */
function isMissingFolder(error: unknown): boolean {
  return (
    typeof error === "object" && error !== null && "mailboxMissing" in error && error.mailboxMissing === true
  );
}

function readText(error: unknown, name: string): string | null {
  if (typeof error !== "object" || error === null) return null;
  const value = (error as Record<string, unknown>)[name];
  return typeof value === "string" ? value : null;
}
