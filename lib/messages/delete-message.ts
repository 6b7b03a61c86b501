import type { Actor } from "@/lib/context/actor";
import { fail, type Result, succeed } from "@/lib/errors/result";
import { findInbox } from "./find-inbox";
import type { MessagesContext } from "./messages-context";
import { LIST_HEADER_BYTES } from "./policy";
import { ownsMessage, readInbox } from "./read-inbox";
import type { MessageFailure, MessageInput } from "./schema";

/** For good, not into the bin. Safe to repeat: a message that is gone already is `message-gone`. */
export async function deleteMessage(
  context: MessagesContext,
  actor: Actor,
  input: MessageInput,
): Promise<Result<void, MessageFailure>> {
  const inbox = await findInbox(context, actor, input, "write");
  if (!inbox.ok) return inbox;
  return readInbox(context, inbox.value, async (session) => {
    const message = await ownsMessage(context, inbox.value, session, input.messageId, LIST_HEADER_BYTES);
    if (!message.ok) return message;
    return (await session.removeMessage(input.messageId.uid))
      ? succeed(undefined)
      : fail({ reason: "mail-server-unavailable" });
  });
}
