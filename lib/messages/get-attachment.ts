import { pipeline, Readable } from "node:stream";
import type { Actor } from "@/lib/context/actor";
import { fail, type Result, succeed } from "@/lib/errors/result";
import { createTransferDecoder } from "./decode-transfer";
import { findInbox } from "./find-inbox";
import { readChunks } from "./get-raw-message";
import type { MessagesContext } from "./messages-context";
import { CHUNK_BYTES, LIST_HEADER_BYTES, MAX_DEPTH, MAX_PARTS } from "./policy";
import { keepOwn, readFolder } from "./read-inbox";
import { safeFileName } from "./safe-file-name";
import type { AttachmentInput, MessageFailure } from "./schema";

export interface Attachment {
  readonly fileName: string;
  readonly mimeType: string;
  /** The transfer encoding is undone; ends with an error when the mail server goes away. */
  readonly content: Readable;
}

/** One part, streamed piece by piece; never unpacked and never looked into. */
export async function getAttachment(
  context: MessagesContext,
  actor: Actor,
  input: AttachmentInput,
): Promise<Result<Attachment, MessageFailure>> {
  const inbox = await findInbox(context, actor, input, "read");
  if (!inbox.ok) return inbox;
  const { messageId, partNumber } = input;
  const part = await readFolder(context, inbox.value, input.folder, async (session) => {
    if (session.uidValidity !== messageId.uidValidity) return fail({ reason: "message-gone" });
    const limits = { headerBytes: LIST_HEADER_BYTES, maxParts: MAX_PARTS, maxDepth: MAX_DEPTH };
    const message = await session.fetchMessage(messageId.uid, limits);
    const [own] = message ? await keepOwn(context, inbox.value, [message]) : [];
    const found = own ? message?.parts.find(({ number }) => number === partNumber) : undefined;
    return found ? succeed({ ...found, folder: session.folder }) : fail({ reason: "message-gone" });
  });
  if (!part.ok) return part;
  const { fileName, mimeType, encoding, folder } = part.value;
  const encoded = readChunks((start) =>
    context.mailSessions.use(
      inbox.value.account,
      async (session) =>
        session.uidValidity === messageId.uidValidity
          ? session.fetchPart(messageId.uid, partNumber, { start, maxBytes: CHUNK_BYTES })
          : null,
      { folder },
    ),
  );
  // The error, if any, comes out of the decoder: whoever reads it learns of it there.
  const content = pipeline(Readable.from(encoded), createTransferDecoder(encoding), () => {});
  return succeed({ fileName: safeFileName(fileName, mimeType), mimeType, content });
}
