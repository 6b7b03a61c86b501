import { connect } from "node:tls";
import type { ImapServer } from "./prove-login";

const TIMEOUT_MS = 8_000;

/** Null when an IMAP server greets over TLS with a certificate that is accepted; otherwise what went wrong. */
export function greetImapServer(server: ImapServer): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = connect({
      host: server.host,
      port: server.port,
      rejectUnauthorized: server.verifyTls,
      ...(server.certificateAuthority ? { ca: server.certificateAuthority } : {}),
    });
    const finish = (problem: string | null): void => {
      socket.destroy();
      resolve(problem);
    };
    socket.setTimeout(TIMEOUT_MS, () => finish("no greeting in time"));
    socket.once("error", (error: NodeJS.ErrnoException) => finish(error.code ?? "connection failed"));
    socket.once("data", (greeting) =>
      finish(
        /^\* (OK|PREAUTH)\b/.test(greeting.toString("latin1")) ? null : "what answers is no IMAP server",
      ),
    );
  });
}
