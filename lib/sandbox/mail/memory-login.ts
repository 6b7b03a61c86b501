import type {
  HoodiecrowCommand,
  HoodiecrowConnection,
  HoodiecrowHandler,
  HoodiecrowServer,
} from "hoodiecrow-imap";
import type { LoginGate } from "@/lib/sandbox/mail/login-gate";

export type MemoryLoginParts = {
  readonly authenticate: LoginGate;
  /** The server that holds this user's folders. */
  readonly openMailbox: (username: string) => HoodiecrowServer;
};

/**
 * Replaces hoodiecrow's own table of users: LOGIN and AUTHENTICATE PLAIN ask the sandbox, and a connection that
 * has logged in is handed over to the server of its mailbox.
 */
export function useSandboxLogins(server: HoodiecrowServer, parts: MemoryLoginParts): void {
  server.registerCapability("AUTH=PLAIN", isAnonymous);
  server.registerCapability("SASL-IR", isAnonymous);
  server.setCommandHandler("LOGIN", (connection, parsed, data, callback) => {
    const [username, password] = readTexts(parsed);
    logIn(parts, { connection, parsed, data, callback }, username, password);
  });
  server.setCommandHandler("AUTHENTICATE PLAIN", (connection, parsed, data, callback) => {
    const call: LoginCall = { connection, parsed, data, callback };
    const [initial] = readTexts(parsed);
    if (initial !== undefined) return logInByPlain(parts, call, initial);
    connection.inputHandler = (line) => {
      connection.inputHandler = false;
      logInByPlain(parts, call, line);
    };
    connection.socket?.write("+ \r\n");
  });
}

type LoginCall = {
  readonly connection: HoodiecrowConnection;
  readonly parsed: HoodiecrowCommand;
  readonly data: string;
  readonly callback: Parameters<HoodiecrowHandler>[3];
};

function logInByPlain(parts: MemoryLoginParts, call: LoginCall, encoded: string): void {
  const [, username, password] = Buffer.from(encoded, "base64").toString("utf8").split("\0");
  logIn(parts, call, username, password);
}

function logIn(parts: MemoryLoginParts, call: LoginCall, username = "", password = ""): void {
  const remoteAddress = call.connection.socket?.remoteAddress ?? "";
  parts.authenticate({ service: "imap", username, password, remoteAddress }).then(
    (success) => {
      if (success) handOver(call.connection, parts.openMailbox(success.username));
      finish(call, success !== null);
    },
    () => finish(call, false),
  );
}

function handOver(connection: HoodiecrowConnection, mailbox: HoodiecrowServer): void {
  connection.server.removeListener("notify", connection._notificationCallback);
  connection.server = mailbox;
  mailbox.on("notify", connection._notificationCallback);
  connection.state = "Authenticated";
}

/** The words are Dovecot's. */
function finish({ connection, parsed, data, callback }: LoginCall, isGood: boolean): void {
  const response = isGood
    ? { tag: parsed.tag, command: "OK", attributes: [{ type: "TEXT", value: "Logged in" }] }
    : {
        tag: parsed.tag,
        command: "NO",
        attributes: [
          { type: "SECTION", section: [{ type: "ATOM", value: "AUTHENTICATIONFAILED" }] },
          { type: "TEXT", value: "Authentication failed." },
        ],
      };
  connection.send(response, isGood ? "LOGIN SUCCESS" : "LOGIN FAILED", parsed, data);
  callback();
}

function readTexts(parsed: HoodiecrowCommand): (string | undefined)[] {
  return (parsed.attributes ?? []).map((entry) =>
    Array.isArray(entry) ? undefined : Buffer.from(entry.value, "binary").toString("utf8"),
  );
}

function isAnonymous(connection: HoodiecrowConnection): boolean {
  return connection.state === "Not Authenticated";
}
