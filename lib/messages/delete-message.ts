import type { Actor } from "@/lib/context/actor";
import { type Result, succeed } from "@/lib/errors/result";
import { findInbox } from "./find-inbox";
import type { MessagesContext } from "./messages-context";
import { ownsMessage, readFolder } from "./read-inbox";
import type { MessageFailure, MessageInput } from "./schema";

/** For good, not into the bin. Safe to repeat: a message that is gone already is `message-gone`. */
export async function deleteMessage(
  context: MessagesContext,
  actor: Actor,
  input: MessageInput,
): Promise<Result<void, MessageFailure>> {
  const inbox = await findInbox(context, actor, input, "write");
  if (!inbox.ok) return inbox;
  return readFolder(context, inbox.value, input.folder, async (session) => {
    const message = await ownsMessage(context, inbox.value, session, input.messageId);
    if (!message.ok) return message;
    await session.expunge([input.messageId.uid]);
    return succeed(undefined);
  });
}
