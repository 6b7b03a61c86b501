import type { AddressInfo } from "node:net";
import type { TLSSocket } from "node:tls";
import createHoodiecrow, { type HoodiecrowServer } from "hoodiecrow-imap";
import { findMailbox } from "@/lib/sandbox/find-records";
import type { OpenCertificate } from "@/lib/sandbox/mail/certificate";
import type { LoginGate } from "@/lib/sandbox/mail/login-gate";
import { DeliveryRefused, type LocalEnvelope, type MailEngine } from "@/lib/sandbox/mail/mail-engine";
import type { MailUsage } from "@/lib/sandbox/mail/mail-store";
import { useSandboxLogins } from "@/lib/sandbox/mail/memory-login";
import { addQuota } from "@/lib/sandbox/mail/memory-quota";
import type { SandboxState } from "@/lib/sandbox/sandbox-state";

const PLUGINS = [
  "ID",
  "NAMESPACE",
  "IDLE",
  "UNSELECT",
  "UIDPLUS",
  "MOVE",
  "SPECIAL-USE",
  "ENABLE",
  "LITERALPLUS",
];

export type MemoryImapParts = {
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  readonly state: SandboxState;
  readonly certificate: OpenCertificate;
  readonly authenticate: LoginGate;
};

/** IMAPS in this process for machines without Dovecot. Mail is gone when the sandbox stops. */
export async function startMemoryImap(parts: MemoryImapParts): Promise<MailEngine> {
  const mailboxes = new Map<string, HoodiecrowServer>();
  const openMailbox = (username: string) => {
    const mailbox = mailboxes.get(username) ?? createMailbox(parts, username);
    mailboxes.set(username, mailbox);
    return mailbox;
  };
  const { key, certificate: cert } = parts.certificate;
  const front = createHoodiecrow({
    secureConnection: true,
    credentials: { key, cert },
    plugins: [
      ...PLUGINS,
      (server) => useSandboxLogins(server, { authenticate: parts.authenticate, openMailbox }),
    ],
  });
  const sockets = trackSockets(front);
  await new Promise<void>((resolve, reject) => {
    front.server.once("error", reject);
    front.listen(parts.port, parts.host, resolve);
  });
  return {
    name: "memory",
    imapPort: (front.server.address() as AddressInfo).port,
    mailFolder: null,
    store: {
      readUsage: (username) => countUsage(mailboxes.get(username)),
      removeMail: async (username) => {
        mailboxes.delete(username);
      },
      renameMail: async (oldUsername, newUsername) => {
        const mailbox = mailboxes.get(oldUsername);
        mailboxes.delete(oldUsername);
        if (mailbox) mailboxes.set(newUsername, mailbox);
      },
    },
    deliver: async (envelope, message) => deliver(parts.state, openMailbox, envelope, message),
    stop: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => front.close(resolve));
    },
  };
}

function createMailbox(parts: MemoryImapParts, username: string): HoodiecrowServer {
  const { key, certificate: cert } = parts.certificate;
  const folders = Object.fromEntries(
    ["Sent", "Drafts", "Junk", "Trash", "Archive"].map((name) => [name, { "special-use": `\\${name}` }]),
  );
  const mailbox: HoodiecrowServer = createHoodiecrow({
    credentials: { key, cert },
    plugins: PLUGINS,
    storage: { INBOX: {}, "": { separator: "/", folders } },
  });
  addQuota(mailbox, () => ({
    ...countUsage(mailbox),
    quotaBytes: findMailbox(parts.state, username)?.quotaBytes ?? 0,
  }));
  return mailbox;
}

/** All or nothing, as the message is in memory anyway. */
function deliver(
  state: SandboxState,
  openMailbox: (username: string) => HoodiecrowServer,
  envelope: LocalEnvelope,
  message: Buffer,
): void {
  for (const username of envelope.to) {
    const quotaBytes = findMailbox(state, username)?.quotaBytes ?? 0;
    const usedBytes = countUsage(openMailbox(username)).usedBytes;
    if (quotaBytes > 0 && usedBytes + message.length > quotaBytes) {
      throw new DeliveryRefused(552, `5.2.2 <${username}> Mailbox is full`);
    }
  }
  const raw = `Return-Path: <${envelope.from}>\r\n${message.toString("binary")}`;
  for (const username of envelope.to) openMailbox(username).appendMessage("INBOX", [], undefined, raw);
}

function countUsage(mailbox: HoodiecrowServer | undefined): MailUsage {
  const messages = Object.values(mailbox?.folderCache ?? {}).flatMap((folder) => folder.messages);
  const usedBytes = messages.reduce((sum, message) => sum + message.raw.length, 0);
  return { usedBytes, messages: messages.length };
}

function trackSockets(front: HoodiecrowServer): ReadonlySet<TLSSocket> {
  const sockets = new Set<TLSSocket>();
  front.server.on("secureConnection", (socket: TLSSocket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  return sockets;
}
