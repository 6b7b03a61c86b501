import type { Actor } from "@/lib/context/actor";
import { type Result, succeed } from "@/lib/errors/result";
import { findInbox } from "./find-inbox";
import { findMatches } from "./find-matches";
import type { MessagesContext } from "./messages-context";
import { noteReading, readFolder } from "./read-inbox";
import type { MessageFailure, SearchMessagesInput, SearchPage } from "./schema";

/**
 * Searches one folder on the mail server, from the newest mail down, for three seconds at most: `isPartial` says that
 * the time was over before a page was full, and the cursor goes on from there.
 */
export async function searchMessages(
  context: MessagesContext,
  actor: Actor,
  input: SearchMessagesInput,
): Promise<Result<SearchPage, MessageFailure>> {
  const inbox = await findInbox(context, actor, input, "read");
  if (!inbox.ok) return inbox;
  const { unseen, flagged, hasAttachment, ...fields } = input.query;
  const page = await readFolder(context, inbox.value, input.folder, async (session) => {
    await session.refresh();
    return succeed(
      await findMatches(context, inbox.value, session, {
        criteria: { ...fields, isSeen: unseen === undefined ? undefined : !unseen, isFlagged: flagged },
        limit: input.limit,
        cursor: input.cursor,
        isWanted: (summary) => hasAttachment === undefined || summary.hasAttachments === hasAttachment,
      }),
    );
  });
  if (page.ok && actor.kind !== "system") await noteReading(context, inbox.value);
  return page;
}
