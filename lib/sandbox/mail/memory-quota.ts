import type { HoodiecrowCommand, HoodiecrowConnection, HoodiecrowServer } from "hoodiecrow-imap";
import type { MailUsage } from "@/lib/sandbox/mail/mail-store";

export type QuotaReader = () => MailUsage & { readonly quotaBytes: number };

/** RFC 2087: GETQUOTA and GETQUOTAROOT with one root called `User quota`, storage in KiB. */
export function addQuota(server: HoodiecrowServer, read: QuotaReader): void {
  server.registerCapability("QUOTA");
  server.setCommandHandler("GETQUOTA", (connection, parsed, data, callback) => {
    sendQuota(connection, read, parsed, data);
    sendDone(connection, parsed, data);
    callback();
  });
  server.setCommandHandler("GETQUOTAROOT", (connection, parsed, data, callback) => {
    const [mailbox] = parsed.attributes ?? [];
    const attributes = [mailbox, { type: "STRING", value: ROOT }];
    connection.send({ tag: "*", command: "QUOTAROOT", attributes }, "QUOTAROOT", parsed, data);
    sendQuota(connection, read, parsed, data);
    sendDone(connection, parsed, data);
    callback();
  });
}

const ROOT = "User quota";

/** An unlimited mailbox has a root without limits, as with Dovecot. */
function sendQuota(
  connection: HoodiecrowConnection,
  read: QuotaReader,
  parsed: HoodiecrowCommand,
  data: string,
): void {
  const { usedBytes, quotaBytes } = read();
  const limits =
    quotaBytes > 0
      ? ["STORAGE", String(Math.ceil(usedBytes / 1024)), String(Math.floor(quotaBytes / 1024))]
      : [];
  const attributes = [{ type: "STRING", value: ROOT }, limits.map((value) => ({ type: "ATOM", value }))];
  connection.send({ tag: "*", command: "QUOTA", attributes }, "QUOTA", parsed, data);
}

function sendDone(connection: HoodiecrowConnection, parsed: HoodiecrowCommand, data: string): void {
  const attributes = [{ type: "TEXT", value: "Getquota completed." }];
  connection.send({ tag: parsed.tag, command: "OK", attributes }, "GETQUOTA", parsed, data);
}
