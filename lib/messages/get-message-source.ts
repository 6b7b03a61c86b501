import type { Actor } from "@/lib/context/actor";
import { fail, type Result, succeed } from "@/lib/errors/result";
import { findInbox } from "./find-inbox";
import type { MessagesContext } from "./messages-context";
import { MAX_SOURCE_BYTES } from "./policy";
import { ownsMessage, readFolder } from "./read-inbox";
import type { MessageFailure, MessageInput } from "./schema";

export interface MessageSource {
  /** To be shown by textContent only. */
  readonly text: string;
  readonly sizeBytes: number;
  /** The message is longer: the raw message has all of it. */
  readonly isCut: boolean;
}

/** The message as it was sent, for one that cannot be shown otherwise. Nothing of it is parsed. */
export async function getMessageSource(
  context: MessagesContext,
  actor: Actor,
  input: MessageInput,
): Promise<Result<MessageSource, MessageFailure>> {
  const inbox = await findInbox(context, actor, input, "read");
  if (!inbox.ok) return inbox;
  return readFolder(context, inbox.value, input.folder, async (session) => {
    const message = await ownsMessage(context, inbox.value, session, input.messageId);
    if (!message.ok) return message;
    const source = await session.fetchSource(input.messageId.uid, { start: 0, maxBytes: MAX_SOURCE_BYTES });
    if (!source) return fail({ reason: "message-gone" });
    const { sizeBytes } = message.value;
    return succeed({ text: toText(source), sizeBytes, isCut: source.length < sizeBytes });
  });
}

/** Controls would be shown as nothing, and marks of direction would turn lines around. */
function toText(source: Buffer): string {
  return source
    .toString("utf8")
    .replace(/\r\n?/g, "\n")
    .replace(/[^\P{Cc}\n\t]|[\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, "\ufffd");
}
