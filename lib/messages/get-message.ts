import type { Actor } from "@/lib/context/actor";
import { fail, type Result, succeed } from "@/lib/errors/result";
import type { FetchedPart, MailSession } from "@/lib/imap/mail-session";
import { choosePart, isAttachment } from "./choose-parts";
import { decodeBase64 } from "./decode-transfer";
import { findInbox, type Inbox } from "./find-inbox";
import { findOneTimeCode } from "./find-one-time-code";
import { htmlToText } from "./html-to-text";
import type { MessagesContext } from "./messages-context";
import {
  CHUNK_BYTES,
  MAX_DEPTH,
  MAX_HTML_CHARACTERS,
  MAX_INLINE_IMAGE_BYTES,
  MAX_INLINE_IMAGES,
  MAX_PARTS,
  MAX_TEXT_BYTES,
  MESSAGE_HEADER_BYTES,
  SAFE_IMAGE_TYPES,
} from "./policy";
import { keepOwn, noteReading, readFolder, summarise } from "./read-inbox";
import { safeFileName } from "./safe-file-name";
import type { InlineImage, MessageFailure, MessageInput, MessageView } from "./schema";

/**
 * One message: its structure first, then only the parts that are shown, by number and up to a limit each. Decoding
 * happens in the parser's thread. The message becomes seen.
 */
export async function getMessage(
  context: MessagesContext,
  actor: Actor,
  input: MessageInput,
): Promise<Result<MessageView, MessageFailure>> {
  const inbox = await findInbox(context, actor, input, "read");
  if (!inbox.ok) return inbox;
  const view = await readFolder(context, inbox.value, input.folder, (session) =>
    read(context, inbox.value, session, input),
  );
  if (view.ok && actor.kind !== "system") await noteReading(context, inbox.value);
  return view;
}

async function read(
  context: MessagesContext,
  inbox: Inbox,
  session: MailSession,
  { messageId }: MessageInput,
): Promise<Result<MessageView, MessageFailure>> {
  if (session.uidValidity !== messageId.uidValidity) return fail({ reason: "message-gone" });
  const message = await session.fetchMessage(messageId.uid, {
    headerBytes: MESSAGE_HEADER_BYTES,
    maxParts: MAX_PARTS,
    maxDepth: MAX_DEPTH,
  });
  if (!message) return fail({ reason: await explainMissing(session, messageId.uid) });
  const [own] = await keepOwn(context, inbox, [message]);
  if (!own) return fail({ reason: "message-gone" });
  const htmlPart = choosePart(message.parts, "text/html");
  const html = await readText(context, session, messageId.uid, htmlPart, MAX_TEXT_BYTES);
  const textPart = choosePart(message.parts, "text/plain");
  const text = await readText(context, session, messageId.uid, textPart, MAX_TEXT_BYTES - html.encodedBytes);
  const shownHtml = html.text?.slice(0, MAX_HTML_CHARACTERS) ?? null;
  const inlineImages = await readImages(session, messageId.uid, message.parts, shownHtml);
  if (!message.isSeen) await session.setFlags([messageId.uid], { add: ["\\Seen"] });
  const inlineIds = new Set(inlineImages.map(({ contentId }) => contentId));
  const { parsed } = own;
  const attachments = message.parts
    .filter((part) => part !== htmlPart && part !== textPart)
    .filter((part) => isAttachment(part) && !inlineIds.has(part.contentId ?? ""))
    .map((part) => ({
      partNumber: part.number,
      fileName: safeFileName(part.fileName, part.mimeType),
      mimeType: part.mimeType,
      encodedBytes: part.encodedBytes,
    }));
  return succeed({
    ...summarise(session.uidValidity, own),
    isSeen: true,
    to: parsed?.to ?? [],
    cc: parsed?.cc ?? [],
    replyTo: parsed?.replyTo ?? [],
    sentAt: parsed?.sentAt ?? null,
    inReplyTo: parsed?.inReplyTo ?? null,
    references: parsed?.references ?? [],
    text: text.text,
    html: shownHtml,
    inlineImages,
    attachments,
    hasAttachments: attachments.length > 0,
    isCut: message.isCut || html.isCut || text.isCut || shownHtml?.length !== html.text?.length,
    oneTimeCode: findOneTimeCode(
      parsed?.subject ?? "",
      text.text ?? (shownHtml ? htmlToText(shownHtml) : ""),
    ),
  });
}

/** A structure nested beyond what the client reads makes the whole answer vanish; the message is still there. */
async function explainMissing(session: MailSession, uid: number) {
  const [found] = await session.fetchByUids([uid], 1);
  return found ? "message-too-complex" : "message-gone";
}

/** Decoded; `isCut` where the part is longer than `maxBytes` of it as sent. */
export async function readText(
  context: Pick<MessagesContext, "mailParser">,
  session: MailSession,
  uid: number,
  part: FetchedPart | null,
  maxBytes: number,
): Promise<{ readonly text: string | null; readonly isCut: boolean; readonly encodedBytes: number }> {
  if (!part) return { text: null, isCut: false, encodedBytes: 0 };
  const bytes = await fetchWhole(session, uid, part.number, maxBytes);
  const text = await context.mailParser.decodePart({
    mimeType: part.mimeType === "text/html" ? "text/html" : "text/plain",
    charset: part.charset,
    encoding: part.encoding,
    isFlowed: part.isFlowed,
    bytes,
  });
  return { text, isCut: part.encodedBytes > maxBytes, encodedBytes: bytes.length };
}

async function fetchWhole(
  session: MailSession,
  uid: number,
  part: string,
  maxBytes: number,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let start = 0;
  while (start < maxBytes) {
    const wanted = Math.min(CHUNK_BYTES, maxBytes - start);
    const chunk = await session.fetchPart(uid, part, { start, maxBytes: wanted });
    if (!chunk || chunk.length === 0) break;
    chunks.push(chunk);
    start += chunk.length;
    if (chunk.length < wanted) break;
  }
  return Buffer.concat(chunks);
}

/** Only what the HTML names, in a format that is a picture and nothing else, and only where it is small. */
async function readImages(
  session: MailSession,
  uid: number,
  parts: readonly FetchedPart[],
  html: string | null,
): Promise<readonly InlineImage[]> {
  if (!html) return [];
  const named = parts.filter(
    (part) =>
      part.contentId !== null &&
      part.encoding === "base64" &&
      SAFE_IMAGE_TYPES.has(part.mimeType) &&
      part.encodedBytes <= MAX_INLINE_IMAGE_BYTES &&
      html.includes(`cid:${part.contentId}`),
  );
  const images: InlineImage[] = [];
  for (const part of named.slice(0, MAX_INLINE_IMAGES)) {
    const bytes = decodeBase64(await fetchWhole(session, uid, part.number, MAX_INLINE_IMAGE_BYTES));
    images.push({
      contentId: part.contentId ?? "",
      mimeType: part.mimeType,
      base64: bytes.toString("base64"),
    });
  }
  return images;
}
