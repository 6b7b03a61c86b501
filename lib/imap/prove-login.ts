import { ImapFlow } from "imapflow";

export interface ImapServer {
  readonly host: string;
  readonly port: number;
  readonly verifyTls: boolean;
  /** PEM of the authority that signed the server's certificate, when it is not a public one. */
  readonly certificateAuthority: string | null;
}

/**
 * `refused` is said only for RFC 5530's AUTHENTICATIONFAILED and AUTHORIZATIONFAILED; a server that is busy,
 * limiting or shutting down also fails the login but says nothing about the password: `unavailable`.
 */
export type LoginOutcome =
  | { readonly state: "accepted" }
  | { readonly state: "refused" }
  | { readonly state: "unavailable"; readonly cause: string };

export interface MailLogins {
  /**
   * Logs in for real and out again. Only for passwords known to be right: Mailcow bans networks after failed
   * logins, and remembers a refusal for 60 seconds.
   */
  prove(user: string, password: string): Promise<LoginOutcome>;
}

const TIMEOUT_MS = 10_000;
const PASSWORD_IS_WRONG = new Set(["AUTHENTICATIONFAILED", "AUTHORIZATIONFAILED"]);

export function createMailLogins(server: ImapServer): MailLogins {
  return { prove: (user, password) => prove(server, user, password) };
}

async function prove(server: ImapServer, user: string, password: string): Promise<LoginOutcome> {
  const client = new ImapFlow({
    host: server.host,
    port: server.port,
    secure: true,
    auth: { user, pass: password },
    logger: false,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    tls: {
      rejectUnauthorized: server.verifyTls,
      ...(server.certificateAuthority ? { ca: server.certificateAuthority } : {}),
    },
  });
  // imapflow reports late socket errors as events; without a listener they end the process.
  client.on("error", () => {});
  try {
    await client.connect();
    await client.logout().catch(() => client.close());
    return { state: "accepted" };
  } catch (error) {
    client.close();
    return classifyLoginError(error);
  }
}

/** imapflow sets `authenticationFailed` for `[LIMIT]` and `[UNAVAILABLE]` too: the response code decides. */
export function classifyLoginError(error: unknown): LoginOutcome {
  const { authenticationFailed, serverResponseCode, code } = readError(error);
  if (authenticationFailed && (serverResponseCode === null || PASSWORD_IS_WRONG.has(serverResponseCode))) {
    return serverResponseCode === null
      ? { state: "unavailable", cause: "login failed without a response code" }
      : { state: "refused" };
  }
  return { state: "unavailable", cause: serverResponseCode ?? code ?? "connection failed" };
}

function readError(error: unknown) {
  const record = typeof error === "object" && error !== null ? (error as Record<string, unknown>) : {};
  const text = (name: string): string | null => {
    const value = record[name];
    return typeof value === "string" ? value : null;
  };
  return {
    authenticationFailed: record.authenticationFailed === true,
    serverResponseCode: text("serverResponseCode")?.toUpperCase() ?? null,
    code: text("code"),
  };
}
