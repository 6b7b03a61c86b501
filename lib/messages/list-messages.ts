import type { Actor } from "@/lib/context/actor";
import { type Result, succeed } from "@/lib/errors/result";
import type { FetchedHeaders, MailSession } from "@/lib/imap/mail-session";
import { findInbox, type Inbox } from "./find-inbox";
import type { MessagesContext } from "./messages-context";
import { LIST_HEADER_BYTES } from "./policy";
import { keepOwn, noteReading, type ReadHeaders, readInbox, summarise } from "./read-inbox";
import type { ListMessagesInput, MessageFailure, MessagePage } from "./schema";

/**
 * One page of the inbox, newest first. Of a mailbox's own account a page costs the same however much mail there is;
 * of a shared account the server searches by recipient first, and each hit is looked at again here.
 */
export async function listMessages(
  context: MessagesContext,
  actor: Actor,
  input: ListMessagesInput,
): Promise<Result<MessagePage, MessageFailure>> {
  const inbox = await findInbox(context, actor, input, "read");
  if (!inbox.ok) return inbox;
  const page = await readInbox(context, inbox.value, async (session) => {
    await session.refresh();
    return succeed(
      inbox.value.sharedUser === null
        ? await listOwn(context, inbox.value, session, input)
        : await listShared(context, inbox.value, session, input),
    );
  });
  if (page.ok && actor.kind !== "system") await noteReading(context, inbox.value);
  return page;
}

async function listOwn(
  context: MessagesContext,
  inbox: Inbox,
  session: MailSession,
  input: ListMessagesInput,
): Promise<MessagePage> {
  const last = await findWindowEnd(session, input.cursor);
  const first = Math.max(1, last - input.limit + 1);
  const fetched = last < 1 ? [] : await session.fetchWindow(first, last, LIST_HEADER_BYTES);
  const read = await keepOwn(context, inbox, fetched);
  return toPage(session, read, first > 1 && fetched.length > 0, session.messageCount);
}

/** The position just below the cursor's message, which moves down as older mail is deleted. */
async function findWindowEnd(session: MailSession, cursor: ListMessagesInput["cursor"]): Promise<number> {
  if (!cursor || cursor.uidValidity !== session.uidValidity) return session.messageCount;
  const [marked] = await session.fetchByUids([cursor.uid], 1);
  if (marked) return marked.sequence - 1;
  return (await session.searchBelow(cursor.uid)).length;
}

async function listShared(
  context: MessagesContext,
  inbox: Inbox,
  session: MailSession,
  input: ListMessagesInput,
): Promise<MessagePage> {
  const isBelow = (uid: number): boolean =>
    input.cursor?.uidValidity !== session.uidValidity || uid < input.cursor.uid;
  const hits = (await session.searchRecipient(inbox.address)).filter(isBelow);
  const own: ReadHeaders[] = [];
  let open = hits.length;
  // Hits that turn out to be somebody else's leave gaps, so look further until the page is full.
  while (open > 0 && own.length <= input.limit) {
    const start = Math.max(0, open - input.limit);
    const fetched = await session.fetchByUids(hits.slice(start, open), LIST_HEADER_BYTES);
    own.unshift(...(await keepOwn(context, inbox, fetched)));
    open = start;
  }
  const page = own.slice(-input.limit);
  return toPage(session, page, own.length > page.length || open > 0, hits.length);
}

function toPage(
  session: MailSession,
  oldestFirst: readonly ReadHeaders[],
  hasMore: boolean,
  total: number,
): MessagePage {
  const oldest: FetchedHeaders | undefined = oldestFirst[0]?.fetched;
  return {
    messages: oldestFirst.map((read) => summarise(session.uidValidity, read)).reverse(),
    nextCursor: hasMore && oldest ? `${session.uidValidity}.${oldest.uid}.${oldest.sequence}` : null,
    total,
  };
}
