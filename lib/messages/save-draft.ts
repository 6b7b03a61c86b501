import type { Actor } from "@/lib/context/actor";
import { fail, type Result, succeed } from "@/lib/errors/result";
import { ensureFolder } from "./find-folder";
import { findInbox } from "./find-inbox";
import type { MessagesContext } from "./messages-context";
import { MAX_APPENDED_BYTES } from "./policy";
import { readInbox } from "./read-inbox";
import { formatMessageId, type MailboxKey, type MessageFailure, type MessageId } from "./schema";

export type SaveDraftInput = MailboxKey & {
  /** The message, encoded. */
  readonly content: Buffer;
  /** The draft this is a newer state of. */
  readonly replaces?: MessageId | undefined;
};

/**
 * Puts a draft into the folder for drafts. The one it replaces is taken away only after that, so a failure in between
 * leaves one draft too many and never one too few. `messageId` is null when the server does not tell.
 */
export async function saveDraft(
  context: MessagesContext,
  actor: Actor,
  input: SaveDraftInput,
): Promise<Result<{ readonly messageId: string | null }, MessageFailure>> {
  const inbox = await findInbox(context, actor, input, "send");
  if (!inbox.ok) return inbox;
  if (inbox.value.sharedUser !== null) return fail({ reason: "folder-not-found" });
  if (input.content.length > MAX_APPENDED_BYTES) return fail({ reason: "quota-exceeded" });
  const { content, replaces } = input;
  return readInbox(
    context,
    inbox.value,
    async (session) => {
      const { path } = await ensureFolder(session, "drafts");
      // Open, it also tells the number of what is put there on servers that do not say it themselves.
      await session.openFolder(path);
      const placed = await session.append(path, content, ["\\Draft", "\\Seen"]);
      if (replaces?.uidValidity === session.uidValidity && replaces.uid !== placed?.uid) {
        await session.expunge([replaces.uid]);
      }
      return succeed({ messageId: placed ? formatMessageId(placed) : null });
    },
    { folder: null },
  );
}
