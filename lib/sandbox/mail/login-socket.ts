import { chmod, chown } from "node:fs/promises";
import { createServer, type Server, type Socket } from "node:net";
import type { LoginGate } from "@/lib/sandbox/mail/login-gate";

const MAXIMUM_QUESTION_BYTES = 16_384;

export type LoginSocketParts = {
  readonly path: string;
  /** The user Dovecot's auth process runs as; only it may connect. Null when that is our own user. */
  readonly owner: { readonly uid: number; readonly gid: number } | null;
  readonly authenticate: LoginGate;
  /** Null for a user that does not exist. */
  readonly findUser: (username: string) => { readonly quotaBytes: number } | null;
  readonly mailUser: { readonly uid: number; readonly gid: number };
  readonly homeOf: (username: string) => string;
};

/** Answers the login program: one question a connection, one line each way. */
export async function openLoginSocket(parts: LoginSocketParts): Promise<Server> {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.setEncoding("utf8");
    socket.on("error", () => socket.destroy());
    readLine(socket).then(
      (line) =>
        answer(parts, line).then(
          (reply) => socket.end(`${reply}\n`),
          () => socket.destroy(),
        ),
      () => socket.destroy(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(parts.path, resolve);
  });
  if (parts.owner) await chown(parts.path, parts.owner.uid, parts.owner.gid);
  await chmod(parts.path, 0o600);
  return server;
}

async function answer(parts: LoginSocketParts, line: string): Promise<string> {
  const [word, ...fields] = line.split(" ");
  if (word === "find") {
    const username = decodeHex(fields[0]).toLowerCase();
    const user = parts.findUser(username);
    return user ? describe(parts, username, user.quotaBytes) : "no";
  }
  const [service, remoteAddress = "", username, password] = fields;
  if (word !== "login" || service !== "imap") return "no";
  const success = await parts.authenticate({
    service,
    remoteAddress,
    username: decodeHex(username),
    password: decodeHex(password),
  });
  return success ? describe(parts, success.username, success.quotaBytes) : "no";
}

function describe(parts: LoginSocketParts, username: string, quotaBytes: number): string {
  const home = Buffer.from(parts.homeOf(username)).toString("hex");
  return `ok ${parts.mailUser.uid} ${parts.mailUser.gid} ${quotaBytes} ${home}`;
}

function decodeHex(text = ""): string {
  return Buffer.from(text, "hex").toString("utf8");
}

function readLine(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    socket.on("data", (part) => {
      text += part;
      const end = text.indexOf("\n");
      if (end >= 0) resolve(text.slice(0, end));
      else if (text.length > MAXIMUM_QUESTION_BYTES) reject(new Error("The question is too long"));
    });
    socket.on("end", () => reject(new Error("The question has no end")));
  });
}
