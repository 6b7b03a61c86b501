import { createTransport } from "nodemailer";

export interface SmtpServer {
  readonly host: string;
  readonly port: number;
  readonly verifyTls: boolean;
  /** PEM, when the server's certificate is not from a public authority. */
  readonly certificateAuthority: string | null;
}

const TIMEOUT_MS = 8_000;
const SMTPS_PORT = 465;

/** Null when a submission server answers and encrypts with a certificate that is accepted; otherwise what went wrong. */
export async function greetSmtpServer(server: SmtpServer): Promise<string | null> {
  const transport = createTransport({
    host: server.host,
    port: server.port,
    secure: server.port === SMTPS_PORT,
    requireTLS: true,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    tls: {
      rejectUnauthorized: server.verifyTls,
      ...(server.certificateAuthority ? { ca: server.certificateAuthority } : {}),
    },
  });
  try {
    await transport.verify();
    return null;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code ?? "no usable answer";
  } finally {
    transport.close();
  }
}
