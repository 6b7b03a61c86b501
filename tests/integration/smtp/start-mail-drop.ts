import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { SMTPServer } from "smtp-server";

export interface DroppedMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly source: string;
}

/** What the server does with a message: takes it, refuses it with a status, or hangs up while it has it. */
export type DropBehaviour = "take" | "hang-up-after-data" | number;

export interface MailDrop {
  readonly url: string;
  readonly port: number;
  readonly mails: readonly DroppedMail[];
  /** Connections so far. */
  readonly connections: () => number;
  behave(next: DropBehaviour): void;
  close(): Promise<void>;
}

/** An SMTP server on loopback without TLS, as a local relay is. */
export async function startMailDrop(): Promise<MailDrop> {
  const mails: DroppedMail[] = [];
  let behaviour: DropBehaviour = "take";
  let connections = 0;
  const server = new SMTPServer({
    disabledCommands: ["STARTTLS"],
    authOptional: true,
    allowInsecureAuth: true,
    onAuth: (_auth, _session, done) => done(null, { user: "anybody" }),
    onConnect: (_session, done) => {
      connections += 1;
      done();
    },
    onData: async (stream, session, done) => {
      const source = await text(stream);
      if (typeof behaviour === "number") {
        return done(Object.assign(new Error("not this one"), { responseCode: behaviour }));
      }
      const { mailFrom, rcptTo } = session.envelope;
      mails.push({
        from: mailFrom ? mailFrom.address : "",
        to: rcptTo.map(({ address }) => address),
        source,
      });
      if (behaviour === "hang-up-after-data") {
        for (const connection of server.connections) connection.close();
        return;
      }
      done();
    },
  });
  server.on("error", () => {});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    port,
    mails,
    connections: () => connections,
    behave: (next) => {
      behaviour = next;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
