import type { InboxPlace } from "@/components/inbox/inbox-place";
import { type Result, succeed } from "@/lib/errors/result";
import { listMessages } from "@/lib/messages/list-messages";
import { parseSearch } from "@/lib/messages/parse-search";
import {
  cursorSchema,
  type MessageFailure,
  type MessageSummary,
  searchQuerySchema,
} from "@/lib/messages/schema";
import { searchMessages } from "@/lib/messages/search-messages";
import type { OpenInbox } from "./open-inbox";

/** What fills the list, from the folder itself or from a search. */
export interface ListedPage {
  readonly messages: readonly MessageSummary[];
  readonly nextCursor: string | null;
  /** The search took too long: there may be more. */
  readonly isPartial: boolean;
}

const PAGE_LENGTH = 50;

/** One page of the place's list, newest first. A search nobody can mean, such as a text of 300 letters, finds nothing. */
export async function readList(
  { actor, context }: Pick<OpenInbox, "actor" | "context">,
  mailboxId: string,
  place: InboxPlace,
): Promise<Result<ListedPage, MessageFailure>> {
  const cursor = cursorSchema.safeParse(place.before ?? undefined);
  const page = {
    mailboxId,
    folder: place.folder,
    limit: PAGE_LENGTH,
    cursor: cursor.success ? cursor.data : undefined,
  };
  const search = parseSearch(place.query);
  if (search) {
    const query = searchQuerySchema.safeParse({ ...search, ...(place.isUnreadOnly ? { unseen: true } : {}) });
    if (!query.success) return succeed({ messages: [], nextCursor: null, isPartial: false });
    return searchMessages(context, actor, { ...page, query: query.data });
  }
  const listed = await listMessages(context, actor, { ...page, unseenOnly: place.isUnreadOnly });
  return listed.ok ? succeed({ isPartial: false, ...listed.value }) : listed;
}
