import { once } from "node:events";
import { readFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { domainToASCII } from "node:url";
import { SMTPServer } from "smtp-server";
import { openCertificate } from "@/lib/sandbox/mail/certificate";
import type { SmtpServer } from "@/lib/smtp/greet-smtp-server";
import { makeTestFolder } from "@/tests/support/test-folder";

export interface SubmittedMail {
  readonly user: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly source: Buffer;
}

/** What the server does; everything it does not do, it takes. Refusals are its whole answer, status first. */
export interface ServerBehaviour {
  readonly login?: string;
  readonly recipient?: (address: string) => string | null;
  readonly message?: string;
  /** `after-message` has it by then; `in-message` never saw its end. */
  readonly hangUp?: "after-message" | "in-message" | "at-login";
  /** Waits with its answer to the message. */
  readonly hold?: Promise<unknown>;
  /** Says nothing any more once it has the message. */
  readonly silent?: boolean;
}

export interface SubmissionDrop {
  readonly server: SmtpServer;
  /** Taken with a 250, or had by a server that hung up. */
  readonly mails: readonly SubmittedMail[];
  readonly logins: () => number;
  behave(next: ServerBehaviour): void;
  /** Resolves when a message has come in whole, before it is answered. */
  untilMessage(): Promise<void>;
  close(): Promise<void>;
}

/**
 * A submission server on loopback as Mailcow's: STARTTLS before anything, AUTH before MAIL.
 * @param certificates a folder to share its certificate authority with others.
 */
export async function startSubmissionServer(certificates?: string): Promise<SubmissionDrop> {
  const folder = makeTestFolder();
  const place = certificates ?? folder.path;
  await mkdir(place, { recursive: true });
  const certificate = await openCertificate(place);
  const mails: SubmittedMail[] = [];
  const arrivals: (() => void)[] = [];
  let behaviour: ServerBehaviour = {};
  let logins = 0;
  const hangUp = (): void => {
    for (const connection of server.connections) connection.close();
  };
  const server = new SMTPServer({
    key: certificate.key,
    cert: certificate.certificate,
    disableReverseLookup: true,
    onAuth: (auth, _session, done) => {
      logins += 1;
      if (behaviour.hangUp === "at-login") return hangUp();
      if (behaviour.login) return done(refusal(behaviour.login));
      done(null, { user: auth.username });
    },
    onRcptTo: ({ address }, _session, done) => {
      const refused = behaviour.recipient?.(address);
      done(refused ? refusal(refused) : null);
    },
    onData: async (stream, session, done) => {
      if (behaviour.hangUp === "in-message") {
        await once(stream, "data");
        return hangUp();
      }
      const source = await buffer(stream).catch(() => null);
      // The client went away in the middle.
      if (!source) return;
      for (const arrival of arrivals.splice(0)) arrival();
      await behaviour.hold;
      if (behaviour.message) return done(refusal(behaviour.message));
      const { mailFrom, rcptTo } = session.envelope;
      mails.push({
        user: String(session.user),
        from: mailFrom ? mailFrom.address : "",
        to: rcptTo.map(({ address }) => asGiven(address)),
        source,
      });
      if (behaviour.hangUp === "after-message") return hangUp();
      if (!behaviour.silent) done();
    },
  });
  server.on("error", () => {});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    server: {
      host: "127.0.0.1",
      port,
      verifyTls: true,
      certificateAuthority: readFileSync(certificate.authorityFile, "utf8"),
    },
    mails,
    logins: () => logins,
    behave: (next) => {
      behaviour = next;
    },
    untilMessage: () => new Promise((resolve) => arrivals.push(resolve)),
    close: async () => {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        hangUp();
      });
      folder.remove();
    },
  };
}

/** smtp-server decodes A-labels before it hands an address on. */
function asGiven(address: string): string {
  const at = address.lastIndexOf("@");
  return `${address.slice(0, at)}@${domainToASCII(address.slice(at + 1))}`;
}

function refusal(answer: string): Error {
  const [, status = "550", words = "no"] = /^(\d{3}) (.*)$/.exec(answer) ?? [];
  return Object.assign(new Error(words), { responseCode: Number(status) });
}
