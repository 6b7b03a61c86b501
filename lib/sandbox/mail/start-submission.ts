import type { AddressInfo } from "node:net";
import {
  SMTPServer,
  type SMTPServerAddress,
  type SMTPServerDataStream,
  type SMTPServerSession,
} from "smtp-server";
import type { OpenCertificate } from "@/lib/sandbox/mail/certificate";
import { expandRecipient, maySendAs } from "@/lib/sandbox/mail/expand-recipient";
import type { LoginGate } from "@/lib/sandbox/mail/login-gate";
import { DeliveryRefused, type MailEngine } from "@/lib/sandbox/mail/mail-engine";
import { logPostfix, sendLocally } from "@/lib/sandbox/mail/send-locally";
import type { SandboxState } from "@/lib/sandbox/sandbox-state";

const MAXIMUM_MESSAGE_BYTES = 100 * 1024 * 1024;

export type SubmissionParts = {
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  readonly state: SandboxState;
  readonly engine: MailEngine;
  readonly certificate: OpenCertificate;
  readonly authenticate: LoginGate;
  readonly onLog: (line: string) => void;
};

export type RunningSubmission = { readonly port: number; stop(): Promise<void> };

/**
 * Submission as on port 587: STARTTLS before AUTH, AUTH before MAIL, a sender that belongs to the user, local
 * recipients only. Refusals use Postfix's codes and words.
 */
export async function startSubmission(parts: SubmissionParts): Promise<RunningSubmission> {
  const server = new SMTPServer({
    name: "localhost",
    banner: "Pasture sandbox",
    key: parts.certificate.key,
    cert: parts.certificate.certificate,
    authMethods: ["PLAIN", "LOGIN"],
    size: MAXIMUM_MESSAGE_BYTES,
    disableReverseLookup: true,
    logger: false,
    onAuth: (auth, session, callback) => {
      const username = auth.username ?? "";
      const password = auth.password ?? "";
      const { remoteAddress } = session;
      parts
        .authenticate({ service: "smtp", username, password, remoteAddress })
        .then(
          (success) =>
            success
              ? callback(null, { user: success.username })
              : callback(replyError(535, "5.7.8 Error: authentication failed: UGFzc3dvcmQ6")),
          callback,
        );
    },
    onRcptTo: (address, session, callback) => callback(findRecipientRefusal(parts.state, session, address)),
    onData: (stream, session, callback) => {
      accept(parts, stream, session).then(
        (reply) => callback(null, reply),
        (error: unknown) => callback(toReplyError(parts, error)),
      );
    },
  });
  server.on("error", (error) => parts.onLog(`submission: ${error.message}`));
  await new Promise<void>((resolve, reject) => {
    server.server.once("error", reject);
    server.listen(parts.port, parts.host, resolve);
  });
  const { port } = server.server.address() as AddressInfo;
  return { port, stop: () => new Promise((resolve) => server.close(() => resolve())) };
}

async function accept(
  parts: SubmissionParts,
  stream: SMTPServerDataStream,
  session: SMTPServerSession,
): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
  if (stream.sizeExceeded) throw new DeliveryRefused(552, "5.3.4 Message size exceeds fixed limit");
  const envelope = {
    from: senderOf(session),
    to: session.envelope.rcptTo.map((recipient) => recipient.address),
  };
  const received = `Received: from [${session.remoteAddress}] by localhost (Pasture sandbox)\r\n\twith ESMTPSA id ${session.id}; ${new Date().toUTCString()}\r\n`;
  const message = Buffer.concat([Buffer.from(received), ...chunks]);
  logPostfix(
    parts.state,
    "submission/smtpd",
    `${session.id}: client=[${session.remoteAddress}], sasl_username=${session.user}`,
  );
  await sendLocally(parts.state, parts.engine, envelope, message);
  return `2.0.0 Ok: queued as ${session.id}`;
}

/** Postfix speaks about a wrong sender only once it hears the recipient; so does this. */
function findRecipientRefusal(
  state: SandboxState,
  session: SMTPServerSession,
  recipient: SMTPServerAddress,
): Error | null {
  const sender = senderOf(session);
  const user = String(session.user);
  const { address } = recipient;
  if (!maySendAs(state, user, sender)) {
    return replyError(553, `5.7.1 <${sender}>: Sender address rejected: not owned by user ${user}`);
  }
  switch (expandRecipient(state, address).kind) {
    case "outside":
      return replyError(554, `5.7.1 <${address}>: Relay access denied: the sandbox sends nothing outside`);
    case "unknown":
      return replyError(
        550,
        `5.1.1 <${address}>: Recipient address rejected: User unknown in virtual mailbox table`,
      );
    case "local":
      return null;
  }
}

function senderOf(session: SMTPServerSession): string {
  const sender = session.envelope.mailFrom;
  return sender ? sender.address : "";
}

function toReplyError(parts: SubmissionParts, error: unknown): Error {
  if (error instanceof DeliveryRefused) return replyError(error.responseCode, error.message);
  parts.onLog(`submission: ${String(error)}`);
  return replyError(451, "4.3.0 Temporary lookup failure");
}

function replyError(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}
