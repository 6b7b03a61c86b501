import { isIP } from "node:net";
import { Readable } from "node:stream";
import SMTPConnection from "nodemailer/lib/smtp-connection";
import type { SmtpServer } from "./greet-smtp-server";

export interface Submission {
  readonly user: string;
  /** Only ever one the portal made: failed logins ban networks. */
  readonly password: string;
  /** ASCII addresses; whom the server is told, whatever the message's headers say. */
  readonly envelope: { readonly from: string; readonly to: readonly string[] };
  /** Read once, and not before the server has asked for it. */
  readonly message: AsyncIterable<Uint8Array>;
  readonly sizeBytes: number;
}

/** What the server was doing when it said no, or nothing more. */
export type SubmissionStep = "connect" | "login" | "sender" | "recipient" | "message";

/**
 * `unclear`: the connection ended after the whole message had been handed over and before the answer came. `not-sent`
 * is certain: the server said so, or was never given the end of the message. `code` is the server's status
 * (`550 5.1.1`) or the connection's fault (`ETIMEDOUT`), never anybody's words.
 */
export type SubmissionOutcome =
  | { readonly kind: "sent"; readonly refused: readonly RefusedAddress[] }
  | { readonly kind: "unclear" }
  | { readonly kind: "login-refused"; readonly code: string }
  | { readonly kind: "not-sent"; readonly step: SubmissionStep; readonly code: string };

export interface RefusedAddress {
  readonly address: string;
  readonly code: string;
}

export interface SubmissionLimits {
  /** For connecting, logging in and naming the recipients. */
  readonly beginMs: number;
  /** Of silence afterwards: servers look at a message before they answer, RFC 5321 gives them ten minutes. */
  readonly silenceMs: number;
}

/**
 * Runs the login, and may refuse to: what keeps a portal with wrong passwords from being banned. `login` throws
 * {@link SmtpLoginRefused} for a password that the server called wrong.
 */
export type LoginGuard = (login: () => Promise<void>) => Promise<void>;

/** The server said that the password is wrong (5xx to AUTH); a server that is busy does not. */
export class SmtpLoginRefused extends Error {
  override readonly name = "SmtpLoginRefused";
  /** The server's status, such as `535 5.7.8`. */
  readonly code: string;

  constructor(code: string, options?: ErrorOptions) {
    super("the mail server refused the login", options);
    this.code = code;
  }
}

const LIMITS: SubmissionLimits = { beginMs: 30_000, silenceMs: 300_000 };
const SMTPS_PORT = 465;
/** For an answer to QUIT, which nobody needs. */
const GOODBYE_MS = 2_000;
const ADDRESS = /^[!-;=?-~]{1,64}@[a-z0-9.-]{1,253}$/i;

/**
 * One try at handing a message to a submission server, by TLS only. Never throws for what the server does. What is
 * `unclear` must not be sent again by a machine.
 *
 * @throws {RangeError} for an envelope that could mean more than is shown; what `guardLogin` throws of its own.
 */
export async function submitMessage(
  server: SmtpServer,
  submission: Submission,
  guardLogin: LoginGuard = (login) => login(),
  limits: SubmissionLimits = LIMITS,
): Promise<SubmissionOutcome> {
  checkEnvelope(submission);
  const line = openLine(server, limits);
  const source = watchSource(submission.message, () => line.stopClock());
  try {
    await line.connect();
    try {
      await guardLogin(() => line.login(submission));
    } catch (error) {
      if (!(error instanceof SmtpLoginRefused)) throw error;
      line.goodbye();
      return { kind: "login-refused", code: error.code };
    }
    const refused = await line.send(submission, source.stream);
    line.goodbye();
    return { kind: "sent", refused };
  } catch (error) {
    line.cut();
    if (!(error instanceof LineError)) throw error;
    return explain(error, source.isHandedOver());
  } finally {
    line.stopClock();
    source.stream.destroy();
  }
}

/** What nodemailer reported, so that a guard's own errors are told apart from it. */
class LineError extends Error {
  override readonly name = "LineError";
}

function checkEnvelope({ envelope }: Submission): void {
  const addresses = [envelope.from, ...envelope.to];
  if (envelope.to.length === 0 || !addresses.every((address) => ADDRESS.test(address))) {
    throw new RangeError("an envelope holds plain ASCII addresses");
  }
}

/**
 * The message as a stream that knows how far it was read: its end is given to the server only after all of it, so a
 * server that never saw the end cannot have taken the message.
 */
function watchSource(message: AsyncIterable<Uint8Array>, onBegin: () => void) {
  let isHandedOver = false;
  async function* read(): AsyncGenerator<Uint8Array> {
    onBegin();
    yield* message;
    isHandedOver = true;
  }
  const stream = Readable.from(read(), { objectMode: false, highWaterMark: 64 * 1024 });
  stream.on("error", () => {});
  return { stream, isHandedOver: () => isHandedOver };
}

/** nodemailer's connection with promises; what befalls it between two steps fails the next one. */
function openLine(server: SmtpServer, limits: SubmissionLimits) {
  const isImplicit = server.port === SMTPS_PORT;
  const connection = new SMTPConnection({
    host: server.host,
    port: server.port,
    secure: isImplicit,
    requireTLS: !isImplicit,
    ...(isIP(server.host) ? {} : { servername: server.host }),
    connectionTimeout: limits.beginMs,
    greetingTimeout: limits.beginMs,
    socketTimeout: limits.silenceMs,
    tls: {
      rejectUnauthorized: server.verifyTls,
      ...(server.certificateAuthority ? { ca: server.certificateAuthority } : {}),
    },
  });
  let fault: LineError | null = null;
  let failStep: (error: LineError) => void = () => {};
  const failLine = (error: unknown): void => {
    fault ??= new LineError("the submission failed", { cause: error });
    failStep(fault);
  };
  connection.on("error", failLine);
  connection.on("end", () => failLine(Object.assign(new Error("closed"), { code: "ECONNECTION" })));
  const clock = setTimeout(() => {
    failLine(Object.assign(new Error("silent"), { code: "ETIMEDOUT" }));
    connection.close();
  }, limits.beginMs);
  const step = <Value>(begin: (done: (error: unknown, value: Value) => void) => void): Promise<Value> =>
    new Promise((resolve, reject) => {
      if (fault) return reject(fault);
      failStep = reject;
      begin((error, value) => {
        if (error) reject(new LineError("the submission failed", { cause: error }));
        else resolve(value);
      });
    });
  return {
    stopClock: () => clearTimeout(clock),
    connect: () => step<void>((done) => connection.connect((error) => done(error, undefined))),
    login: async ({ user, password }: Submission): Promise<void> => {
      try {
        await step((done) => connection.login({ credentials: { user, pass: password } }, done));
      } catch (error) {
        const { responseCode } = readError(error);
        if (responseCode === null || responseCode < 500) throw error;
        throw new SmtpLoginRefused(statusOf(error) ?? String(responseCode), { cause: error });
      }
    },
    send: async (submission: Submission, stream: Readable): Promise<readonly RefusedAddress[]> => {
      const { from, to } = submission.envelope;
      const envelope = { from, to: [...to], size: submission.sizeBytes };
      const info = await step<{ rejectedErrors?: unknown }>((done) =>
        connection.send(envelope, stream, (error, sent) => done(error, sent)),
      );
      return readRefused(info.rejectedErrors);
    },
    goodbye: (): void => {
      connection.quit();
      setTimeout(() => connection.close(), GOODBYE_MS).unref();
    },
    /** At once: after a fault nobody knows what the server would take a further command for. */
    cut: () => connection.close(),
  };
}

function readRefused(errors: unknown): readonly RefusedAddress[] {
  if (!Array.isArray(errors)) return [];
  return errors.map((error) => ({
    address: String(readField(error, "recipient") ?? ""),
    code: statusOf(error) ?? "550",
  }));
}

/** A status is a clear no, wherever it comes; silence after the message was handed over leaves it open. */
function explain(error: LineError, isHandedOver: boolean): SubmissionOutcome {
  const { code, command } = readError(error);
  const step = stepOf(command);
  const status = statusOf(error);
  if (status !== null) return { kind: "not-sent", step, code: status };
  if (isHandedOver) return { kind: "unclear" };
  return { kind: "not-sent", step, code: code ?? "unknown" };
}

function stepOf(command: string | null): SubmissionStep {
  if (command?.startsWith("AUTH")) return "login";
  if (command === "MAIL FROM") return "sender";
  if (command === "RCPT TO") return "recipient";
  return command === "DATA" ? "message" : "connect";
}

/** `550 5.1.1`: the numbers at the beginning of the server's answer, and nothing of its words. */
function statusOf(error: unknown): string | null {
  const { response, responseCode } = readError(error);
  if (responseCode === null) return null;
  const enhanced = /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b/.exec(response ?? "")?.[1];
  return enhanced ? `${responseCode} ${enhanced}` : String(responseCode);
}

function readError(given: unknown) {
  const error = given instanceof LineError ? given.cause : given;
  const text = (name: string): string | null => {
    const value = readField(error, name);
    return typeof value === "string" ? value : null;
  };
  const responseCode = readField(error, "responseCode");
  return {
    code: text("code"),
    command: text("command"),
    response: text("response"),
    responseCode: typeof responseCode === "number" ? responseCode : null,
  };
}

function readField(error: unknown, name: string): unknown {
  return typeof error === "object" && error !== null ? (error as Record<string, unknown>)[name] : undefined;
}
