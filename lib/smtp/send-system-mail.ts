import { createTransport } from "nodemailer";

export interface SystemMailServer {
  /** SMTP_URL. */
  readonly url: string;
  /** EMAIL_FROM: an address, or a name and an address in angle brackets. */
  readonly from: string;
}

export interface SystemMail {
  /** One address of the portal's own database. */
  readonly to: string;
  readonly subject: string;
  /** Plain text. */
  readonly text: string;
}

/**
 * `unclear`: the connection was lost while the server had the message, so that it may have been sent. `not-sent`
 * names nodemailer's code or the server's status, never its words.
 */
export type MailOutcome =
  | { readonly kind: "sent" }
  | { readonly kind: "unclear" }
  | { readonly kind: "not-sent"; readonly code: string };

const TIMEOUT_MS = 10_000;
const PORTS = { "smtp:": 587, "smtps:": 465 } as const;
const BREAKS = /[\r\n\0]/;
/** One plain address: no comment, quote, group or second recipient for a parser to be surprised by. */
const ADDRESS = /^[^\s"(),:;<>@[\\\]]{1,64}@[a-z0-9.-]{1,253}$/i;

/**
 * One try at sending a message of the portal itself. Credentials travel over TLS only. Never throws for what the
 * server does; what is `unclear` must not be sent again by a machine.
 *
 * @throws {Error} for an address or a subject that could mean more than one line or one recipient.
 */
export async function sendSystemMail(server: SystemMailServer, mail: SystemMail): Promise<MailOutcome> {
  const from = parseSender(server.from);
  if (!ADDRESS.test(mail.to) || !ADDRESS.test(from.address) || BREAKS.test(mail.subject + from.name)) {
    throw new Error("a system mail needs one plain sender, one plain recipient and a subject of one line");
  }
  const stage = watchStage();
  const transport = createTransport({ ...connectionOf(server.url), ...LIMITS, ...stage.options });
  try {
    await transport.sendMail({
      envelope: { from: from.address, to: [mail.to] },
      from,
      to: { name: "", address: mail.to },
      subject: mail.subject,
      text: mail.text,
      // RFC 3834: no vacation notice answers this.
      headers: { "Auto-Submitted": "auto-generated" },
    });
    return { kind: "sent" };
  } catch (error) {
    return explain(error, stage.hasMessage());
  } finally {
    transport.close();
  }
}

const LIMITS = {
  connectionTimeout: TIMEOUT_MS,
  greetingTimeout: TIMEOUT_MS,
  socketTimeout: TIMEOUT_MS,
  disableFileAccess: true,
  disableUrlAccess: true,
} as const;

function connectionOf(text: string) {
  const url = new URL(text);
  const secure = url.protocol === "smtps:";
  const user = decodeURIComponent(url.username);
  return {
    host: url.hostname.replace(/^\[|\]$/g, ""),
    port: Number(url.port) || PORTS[secure ? "smtps:" : "smtp:"],
    secure,
    requireTLS: !secure && user !== "",
    ...(user === "" ? {} : { auth: { user, pass: decodeURIComponent(url.password) } }),
  };
}

function parseSender(text: string): { name: string; address: string } {
  const match = /^\s*"?([^"<]*?)"?\s*<([^<>]+)>\s*$/.exec(text);
  return match ? { name: match[1] ?? "", address: match[2] ?? "" } : { name: "", address: text.trim() };
}

/**
 * Whether the server has asked for the message. nodemailer's errors do not tell: a connection that is lost then looks
 * like one that never came to be. Only the beginning of the server's lines is looked at, nothing is written anywhere.
 */
function watchStage() {
  let isAsked = false;
  const ignore = (): void => {};
  const listen = (entry: { tnx?: unknown }, line: unknown): void => {
    if (entry.tnx === "server" && String(line).startsWith("354")) isAsked = true;
  };
  const logger = {
    level: ignore,
    trace: ignore,
    debug: listen,
    info: ignore,
    warn: ignore,
    error: ignore,
    fatal: ignore,
  };
  return { options: { logger, transactionLog: true }, hasMessage: () => isAsked };
}

/** A status is a clear no, wherever it comes; silence after the message was asked for leaves it open. */
function explain(error: unknown, hasMessage: boolean): MailOutcome {
  const { code, responseCode } = (error instanceof Error ? error : {}) as Record<string, unknown>;
  if (typeof responseCode === "number") return { kind: "not-sent", code: String(responseCode) };
  if (hasMessage) return { kind: "unclear" };
  return { kind: "not-sent", code: typeof code === "string" ? code : "unknown" };
}
