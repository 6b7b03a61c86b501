import { fail, type Result, succeed } from "@/lib/errors/result";
import { ImapError } from "@/lib/imap/imap-error";
import { MailParserError } from "@/lib/imap/mail-parser";
import type { FetchedPart, MailSession } from "@/lib/imap/mail-session";
import type { MessageInside } from "@/lib/mail-rules/match-rule";
import { choosePart, isAttachment } from "./choose-parts";
import type { Inbox } from "./find-inbox";
import { findOneTimeCode } from "./find-one-time-code";
import { readText } from "./get-message";
import { htmlToText } from "./html-to-text";
import type { MessagesContext } from "./messages-context";
import { CHUNK_BYTES, MAX_DEPTH, MAX_PARTS } from "./policy";
import { explainReading } from "./read-inbox";
import type { MessageFailure, MessageId } from "./schema";

const NOTHING: MessageInside = { hasCode: false, hasAttachment: false };

/**
 * Whether a message brings a code or an attachment, without marking it as read. One that is gone again has neither,
 * and neither has one that is made so that reading it costs too much.
 */
export async function inspectMessage(
  context: Pick<MessagesContext, "mailSessions" | "mailParser">,
  { account }: Inbox,
  messageId: MessageId,
  subject: string,
): Promise<Result<MessageInside, MessageFailure>> {
  try {
    // A turn of its own each: one that takes long must not use up the others' time.
    return await context.mailSessions.use(account, (session) =>
      inspect(context, session, messageId, subject),
    );
  } catch (error) {
    // This process is stopping, which says nothing about the message.
    if (isClosed(error)) throw error;
    const failure = explainReading(error);
    return failure.reason === "message-too-complex" ? succeed(NOTHING) : fail(failure);
  }
}

export function isClosed(error: unknown): boolean {
  return (error instanceof ImapError || error instanceof MailParserError) && error.code === "closed";
}

async function inspect(
  context: Pick<MessagesContext, "mailParser">,
  session: MailSession,
  { uidValidity, uid }: MessageId,
  subject: string,
): Promise<Result<MessageInside, MessageFailure>> {
  // Numbered anew since it was found: the next look finds it under its new number.
  if (session.uidValidity !== uidValidity) return fail({ reason: "mail-server-unavailable" });
  const message = await session.fetchMessage(uid, {
    headerBytes: 1,
    maxParts: MAX_PARTS,
    maxDepth: MAX_DEPTH,
  });
  if (!message) return succeed(NOTHING);
  const textPart = choosePart(message.parts, "text/plain");
  const htmlPart = choosePart(message.parts, "text/html");
  // The beginning is enough: a code that matters stands near the top.
  const shown = await readText(context, session, uid, textPart ?? htmlPart, CHUNK_BYTES);
  const text = shown.text ?? "";
  return succeed({
    hasCode: findOneTimeCode(subject, textPart ? text : htmlToText(text)) !== null,
    hasAttachment: message.parts.some(
      (part) => part !== textPart && part !== htmlPart && isAttachment(part) && !isInline(part, htmlPart),
    ),
  });
}

/** A picture that belongs to the text. */
function isInline({ contentId, disposition }: FetchedPart, htmlPart: FetchedPart | null): boolean {
  return htmlPart !== null && contentId !== null && disposition !== "attachment";
}
