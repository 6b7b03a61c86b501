import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ImapFlow } from "imapflow";
import { createTransport, type SendMailOptions } from "nodemailer";
import type { Person } from "./people";
import type { PortalUnderTest } from "./portal-under-test";

type MailServer = Pick<PortalUnderTest, "dataDir" | "imap" | "smtp">;

/** Logs in over IMAPS as a mail program would, and gives the subjects in the inbox. Throws when refused. */
export async function readInbox(server: MailServer, { address, password }: Person): Promise<string[]> {
  const client = new ImapFlow({
    ...server.imap,
    secure: true,
    tls: { ca: readAuthority(server) },
    auth: { user: address, pass: password },
    logger: false,
  });
  client.on("error", () => {}); // Every failure also rejects the call it belongs to.
  await client.connect();
  try {
    const { exists } = await client.mailboxOpen("INBOX", { readOnly: true });
    if (exists === 0) return []; // There is no "1:*" in an empty folder.
    const messages = await client.fetchAll("1:*", { envelope: true });
    return messages.map(({ envelope }) => envelope?.subject ?? "");
  } finally {
    await client.logout();
  }
}

/** Submits a message by authenticated STARTTLS, which is all the sandbox takes. */
export async function sendMail(
  server: MailServer,
  from: Person,
  message: SendMailOptions & { readonly to: string; readonly subject: string },
): Promise<void> {
  const transport = createTransport({
    ...server.smtp,
    secure: false,
    requireTLS: true,
    tls: { ca: readAuthority(server) },
    auth: { user: from.address, pass: from.password },
  });
  try {
    await transport.sendMail({ from: from.address, text: "Sent by a test.", ...message });
  } finally {
    transport.close();
  }
}

/** The sandbox says in its connection file where its certificate authority lies. */
function readAuthority({ dataDir }: MailServer): string {
  const connection = readFileSync(join(dataDir, "sandbox", "connection.env"), "utf8");
  const path = /^MAILCOW_CA_FILE="(.+)"$/m.exec(connection)?.[1];
  if (!path) throw new Error("the sandbox runs without mail");
  return readFileSync(path, "utf8");
}
