import { once } from "node:events";
import { readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createInterface } from "node:readline";
import { createServer, type TLSSocket } from "node:tls";
import type { ImapAccount } from "@/lib/imap/imap-account";
import { openCertificate } from "@/lib/sandbox/mail/certificate";

/** What the server does on one command; `null` is silence. */
export type Script = (
  command: { readonly tag: string; readonly name: string; readonly line: string },
  socket: TLSSocket,
) => string | null;

export interface FakeImap {
  /** Every command line it was sent. */
  readonly lines: string[];
  account(user?: string, password?: string): ImapAccount;
  openConnections(): number;
  logins(): number;
  close(): Promise<void>;
}

/** An IMAP server over TLS that does what a script says, and the usual where the script has nothing to say. */
export async function startFakeImap(folder: string, script: Script): Promise<FakeImap> {
  const certificate = await openCertificate(folder);
  const lines: string[] = [];
  const sockets = new Set<TLSSocket>();
  const server = createServer({ key: certificate.key, cert: certificate.certificate }, (socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => sockets.delete(socket));
    socket.write("* OK ready\r\n");
    const reader = createInterface({ input: socket });
    // It hands on what its socket suffers.
    reader.on("error", () => {});
    reader.on("line", (line) => {
      lines.push(line);
      const [tag = "", name = "", more = ""] = line.split(" ");
      const command = { tag, name: name === "UID" ? `UID ${more}` : name.toUpperCase(), line };
      const answer = script(command, socket);
      if (answer !== null && !socket.destroyed) socket.write(answer === "" ? usual(command) : answer);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    lines,
    account: (user = "ada@old.test", password = "secret") => ({
      server: {
        host: "127.0.0.1",
        port,
        verifyTls: true,
        certificateAuthority: readFileSync(certificate.authorityFile, "utf8"),
      },
      user,
      password,
      hostNamedBy: "operator",
    }),
    openConnections: () => sockets.size,
    logins: () => lines.filter((line) => /^\S+ (LOGIN|AUTHENTICATE) /i.test(line)).length,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

function usual({ tag, name }: { readonly tag: string; readonly name: string }): string {
  switch (name) {
    case "CAPABILITY":
      return `* CAPABILITY IMAP4rev1 IDLE\r\n${tag} OK done\r\n`;
    case "SELECT":
      return `* 3 EXISTS\r\n* FLAGS (\\Seen)\r\n* OK [UIDVALIDITY 7] ok\r\n* OK [UIDNEXT 10] ok\r\n${tag} OK [READ-WRITE] done\r\n`;
    case "LIST":
      return `* LIST () "/" INBOX\r\n${tag} OK done\r\n`;
    case "IDLE":
      return "+ idling\r\n";
    case "LOGOUT":
      return `* BYE\r\n${tag} OK done\r\n`;
    default:
      return `${tag} OK done\r\n`;
  }
}
