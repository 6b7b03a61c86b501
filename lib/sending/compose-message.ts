import { Readable } from "node:stream";
import MailComposer from "nodemailer/lib/mail-composer";
import { safeFileName } from "@/lib/messages/safe-file-name";
import type { CheckedMessage } from "./check-message";
import { MAX_REFERENCES } from "./policy";
import type { NewAttachment } from "./schema";

export interface NewMessage {
  readonly head: Pick<CheckedMessage, "from" | "to" | "cc" | "subject">;
  /** With angle brackets. */
  readonly messageIdHeader: string;
  readonly date: Date;
  readonly text: string;
  readonly html: string | null;
  readonly attachments: readonly NewAttachment[];
  /** Of the message that is answered; null when none is. */
  readonly thread: Thread | null;
}

/** Message-IDs as they stood in the answered message: written by strangers. */
export interface Thread {
  readonly messageIdHeader: string | null;
  readonly references: readonly string[];
}

/**
 * The message as MIME, piece by piece. Headers are made from checked values only, Bcc is in none of them, and no file or
 * address on the network is read whatever the message says. Throws nothing for odd text: what no header may hold is
 * encoded or left out.
 */
export function composeMessage(message: NewMessage): Readable {
  const { head, thread } = message;
  const references = thread ? threadOf(thread) : [];
  const answered = thread ? keepMessageIds([thread.messageIdHeader])[0] : undefined;
  return new MailComposer({
    disableFileAccess: true,
    disableUrlAccess: true,
    newline: "\r\n",
    messageId: message.messageIdHeader,
    date: message.date,
    from: { ...head.from },
    to: head.to.map(copyOf),
    cc: head.cc.map(copyOf),
    subject: head.subject,
    text: message.text,
    ...(message.html === null ? {} : { html: message.html }),
    ...(answered === undefined ? {} : { inReplyTo: answered }),
    ...(references.length === 0 ? {} : { references: [...references] }),
    attachments: message.attachments.map((attachment) => ({
      filename: safeFileName(attachment.fileName, attachment.mimeType),
      contentType: safeMimeType(attachment.mimeType),
      contentTransferEncoding: "base64",
      contentDisposition: "attachment",
      content: Readable.from(slice(attachment.content)),
    })),
  })
    .compile()
    .createReadStream();
}

const SLICE_BYTES = 64 * 1024;
/** RFC 5322's msg-id without its obsolete forms; long ones are made to break something. */
const MESSAGE_ID = /^<[!-;=?-~]{1,250}@[!-;=?-~]{1,250}>$/;
const MIME_TYPE = /^(?:application|audio|font|image|model|text|video)\/[a-z0-9][a-z0-9!#$&^_.+-]{0,100}$/;

/** The composer writes into the objects it is given. */
function copyOf<Address extends object>(address: Address): Address {
  return { ...address };
}

/** RFC 5322 3.6.4: what the answered message refers to, then the message itself; of a long row the first and the last. */
function threadOf({ references, messageIdHeader }: Thread): readonly string[] {
  const all = [...new Set(keepMessageIds([...references, messageIdHeader]))];
  if (all.length <= MAX_REFERENCES) return all;
  return [...all.slice(0, 1), ...all.slice(1 - MAX_REFERENCES)];
}

function keepMessageIds(ids: readonly (string | null)[]): readonly string[] {
  return ids.filter((id): id is string => id !== null && MESSAGE_ID.test(id));
}

/** Containers would be taken apart by the reader: a file is one closed thing. */
function safeMimeType(given: string): string {
  const mimeType = given.trim().toLowerCase();
  return MIME_TYPE.test(mimeType) ? mimeType : "application/octet-stream";
}

/** Handed over whole, a file would be encoded in one go. */
function* slice(content: Uint8Array): Generator<Buffer> {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  for (let start = 0; start < bytes.length; start += SLICE_BYTES) {
    yield bytes.subarray(start, start + SLICE_BYTES);
  }
}
