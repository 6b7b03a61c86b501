import type { Actor } from "@/lib/context/actor";
import { type Result, succeed } from "@/lib/errors/result";
import { listMessages } from "./list-messages";
import type { MessagesContext } from "./messages-context";
import type { FindMessagesInput, FoundPage, MessageFailure } from "./schema";
import { searchMessages } from "./search-messages";

/** What programs ask of a folder: a page of it, or with `search` of what matches there. Newest first. */
export async function findMessages(
  context: MessagesContext,
  actor: Actor,
  { search, unseenOnly, ...page }: FindMessagesInput,
): Promise<Result<FoundPage, MessageFailure>> {
  if (search === undefined) {
    const listed = await listMessages(context, actor, { ...page, unseenOnly });
    return listed.ok ? succeed({ ...listed.value, isPartial: false }) : listed;
  }
  const query = unseenOnly ? { ...search, unseen: true } : search;
  const found = await searchMessages(context, actor, { ...page, query });
  return found.ok ? succeed({ ...found.value, total: null }) : found;
}
