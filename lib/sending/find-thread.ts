import { fail, type Result, succeed } from "@/lib/errors/result";
import type { Inbox } from "@/lib/messages/find-inbox";
import type { MessagesContext } from "@/lib/messages/messages-context";
import { LIST_HEADER_BYTES } from "@/lib/messages/policy";
import { readFolder } from "@/lib/messages/read-inbox";
import type { MessageFailure, MessageId } from "@/lib/messages/schema";
import type { Thread } from "./compose-message";

/** What the answer to this message refers to. */
export async function findThread(
  context: MessagesContext,
  inbox: Inbox,
  original: { readonly folder: string; readonly messageId: MessageId },
): Promise<Result<Thread, MessageFailure>> {
  const { uidValidity, uid } = original.messageId;
  return readFolder(context, inbox, original.folder, async (session) => {
    if (session.uidValidity !== uidValidity) return fail({ reason: "message-gone" });
    const [found] = await session.fetchByUids([uid], LIST_HEADER_BYTES);
    if (!found) return fail({ reason: "message-gone" });
    const [headers] = await context.mailParser.parseHeaders([found.headers]);
    const { messageId = null, inReplyTo = null, references = [] } = headers ?? {};
    const earlier = references.length === 0 && inReplyTo !== null ? [inReplyTo] : references;
    return succeed({ messageIdHeader: messageId, references: earlier });
  });
}
