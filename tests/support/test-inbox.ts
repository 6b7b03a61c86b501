import { ImapFlow } from "imapflow";
import { createMailParser } from "@/lib/imap/create-mail-parser";
import { createMailSessions } from "@/lib/imap/create-mail-sessions";
import type { SessionLimits } from "@/lib/imap/mail-sessions";
import { portalPasswordPlace } from "@/lib/mailboxes/ensure-portal-password";
import type { MessagesContext } from "@/lib/messages/messages-context";
import type { TestPortal } from "./test-portal";

export interface TestInboxes {
  readonly context: MessagesContext;
  /** Another process's, with limits of its own; closed with the others. */
  open(limits: Partial<SessionLimits>): MessagesContext;
  /** Puts a message into a mailbox exactly as given. */
  put(mailboxId: string, message: string | Buffer, folder?: string): Promise<void>;
  /** Another program's connection to the mailbox, logged out by the caller. */
  logIn(mailboxId: string): Promise<ImapFlow>;
  close(): Promise<void>;
}

/** What reading mail takes, on a test portal's mail server. */
export function openTestInboxes(portal: TestPortal): TestInboxes {
  const contexts: MessagesContext[] = [];
  const open = (limits: Partial<SessionLimits>): MessagesContext => {
    const context = {
      ...portal.context,
      mailSessions: createMailSessions({
        resolvePublicHost: async (host) => ({ ok: true, value: { address: host } }),
        limits,
      }),
      mailParser: createMailParser(),
    };
    contexts.push(context);
    return context;
  };
  return {
    context: open({}),
    open,
    logIn: (mailboxId) => logIn(portal, mailboxId),
    put: async (mailboxId, message, folder = "INBOX") => {
      const client = await logIn(portal, mailboxId);
      await client.append(folder, Buffer.from(message));
      await client.logout();
    },
    close: async () => {
      await Promise.all(contexts.map(({ mailSessions }) => mailSessions.close()));
      await Promise.all(contexts.map(({ mailParser }) => mailParser.close()));
    },
  };
}

async function logIn(portal: TestPortal, mailboxId: string): Promise<ImapFlow> {
  const { settings, keyring } = portal.context;
  const { address, appPasswordSealed } = await portal.getMailbox(mailboxId);
  const client = new ImapFlow({
    host: settings.mail.imapHost,
    port: settings.mail.imapPort,
    secure: true,
    auth: {
      user: address ?? "",
      pass: keyring.open(appPasswordSealed ?? "", portalPasswordPlace(mailboxId)),
    },
    logger: false,
    tls: { ca: settings.mailcow.certificateAuthority ?? "" },
  });
  client.on("error", () => {});
  await client.connect();
  return client;
}
