import { connect } from "node:net";
import SMTPConnection from "nodemailer/lib/smtp-connection";
import { DeliveryRefused, type LocalEnvelope } from "@/lib/sandbox/mail/mail-engine";

/**
 * Hands one message to an LMTP server on a socket.
 * @throws {DeliveryRefused} with the server's words when it refuses one of the recipients.
 */
export async function deliverByLmtp(
  socketPath: string,
  envelope: LocalEnvelope,
  message: Buffer,
): Promise<void> {
  const connection = new SMTPConnection({ lmtp: true, ignoreTLS: true, connection: connect(socketPath) });
  try {
    await new Promise<void>((resolve, reject) => {
      connection.once("error", reject);
      connection.connect((error) => (error ? reject(error) : resolve()));
    });
    const rejected = await send(connection, envelope, message);
    if (rejected) throw new DeliveryRefused(rejected.responseCode ?? 451, withoutCode(rejected));
  } finally {
    connection.close();
  }
}

function send(
  connection: SMTPConnection,
  envelope: LocalEnvelope,
  message: Buffer,
): Promise<SMTPConnection.SMTPError | null> {
  return new Promise((resolve, reject) => {
    connection.send({ from: envelope.from, to: [...envelope.to] }, message, (error, sent) => {
      const refusal = sent?.rejectedErrors?.[0] ?? error?.rejectedErrors?.[0] ?? null;
      if (error && !refusal) reject(error);
      else resolve(refusal);
    });
  });
}

function withoutCode(error: SMTPConnection.SMTPError): string {
  return (error.response ?? error.message).replace(/^\d{3}[ -]/, "");
}
