import type { NextRequest } from "next/server";
import { readFolderSegment } from "@/components/inbox/inbox-place";
import { listOwnMailboxes } from "@/lib/mailboxes/list-own-mailboxes";
import { messageIdSchema } from "@/lib/messages/schema";
import { getMessagesContext } from "@/lib/web/messages-context";
import { findSession } from "@/lib/web/require-session";

/** Which message a file is asked of, and by whom; null for nobody, and for what cannot be a message. */
export async function readFileRequest(request: NextRequest, segment: string, name: string) {
  const actor = await findSession();
  const folder = readFolderSegment(segment);
  const messageId = messageIdSchema.safeParse(name);
  if (!actor || folder === null || !messageId.success) return null;
  const context = await getMessagesContext();
  const mailboxes = await listOwnMailboxes(context, actor);
  const named = request.nextUrl.searchParams.get("mailbox");
  const mailbox = named ? mailboxes.find(({ id }) => id === named) : mailboxes[0];
  return mailbox
    ? { context, actor, input: { mailboxId: mailbox.id, folder, messageId: messageId.data } }
    : null;
}
