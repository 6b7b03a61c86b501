import { randomUUID } from "node:crypto";
import type { MailEngine } from "@/lib/sandbox/mail/mail-engine";
import { sendLocally } from "@/lib/sandbox/mail/send-locally";
import type { SandboxState } from "@/lib/sandbox/sandbox-state";

export type OutsideMessage = {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
};

/** Puts a plain-text message into a mailbox as if it came from the Internet. */
export async function deliverOutsideMessage(
  state: SandboxState,
  engine: MailEngine,
  { from, to, subject, text }: OutsideMessage,
): Promise<void> {
  const lines = [
    `From: <${from}>`,
    `To: <${to}>`,
    `Subject: =?utf-8?B?${Buffer.from(subject).toString("base64")}?=`,
    `Date: ${new Date().toUTCString().replace("GMT", "+0000")}`,
    `Message-ID: <${randomUUID()}@outside.test>`,
    "MIME-Version: 1.0",
    "Content-Type: text/plain; charset=utf-8",
    "Content-Transfer-Encoding: base64",
    "",
    Buffer.from(text).toString("base64").replace(/.{76}/g, "$&\r\n"),
    "",
  ];
  await sendLocally(state, engine, { from, to: [to] }, Buffer.from(lines.join("\r\n")));
}
