import type { Actor } from "@/lib/context/actor";
import { type Result, succeed } from "@/lib/errors/result";
import type { FetchedHeaders, MailSession, SequenceWindow } from "@/lib/imap/mail-session";
import { findInbox, type Inbox } from "./find-inbox";
import { findUnseen } from "./find-matches";
import type { MessagesContext } from "./messages-context";
import { findPageEnd, formatCursor } from "./page-cursor";
import { LIST_HEADER_BYTES } from "./policy";
import { keepOwn, noteReading, type ReadHeaders, readFolder, summarise } from "./read-inbox";
import type { ListMessagesInput, MessageFailure, MessagePage } from "./schema";

/**
 * One page of a folder, newest first. Of a mailbox's own account a page costs the same however much mail there is;
 * of a shared account the server searches by recipient first, and each hit is looked at again here.
 */
export async function listMessages(
  context: MessagesContext,
  actor: Actor,
  input: ListMessagesInput,
): Promise<Result<MessagePage, MessageFailure>> {
  const inbox = await findInbox(context, actor, input, "read");
  if (!inbox.ok) return inbox;
  const read = (fetch: FetchWindow) =>
    readFolder(context, inbox.value, input.folder, async (session) => {
      await session.refresh();
      return succeed(await list(context, inbox.value, session, input, fetch));
    });
  const quick = await read(fetchFields);
  // One message among them has fields of a megabyte: the beginnings of the headers will do.
  const isTooLarge = !quick.ok && quick.failure.reason === "message-too-complex";
  const page = isTooLarge ? await read(fetchBlocks) : quick;
  if (page.ok && actor.kind !== "system") await noteReading(context, inbox.value);
  return page;
}

type FetchWindow = (session: MailSession, window: SequenceWindow) => Promise<readonly FetchedHeaders[]>;

const fetchFields: FetchWindow = (session, window) => session.fetchListed(window);
const fetchBlocks: FetchWindow = (session, { first, last }) =>
  session.fetchWindow(first, last, LIST_HEADER_BYTES);

async function list(
  context: MessagesContext,
  inbox: Inbox,
  session: MailSession,
  input: ListMessagesInput,
  fetch: FetchWindow,
): Promise<MessagePage> {
  if (input.unseenOnly) return findUnseen(context, inbox, session, input);
  return inbox.sharedUser === null
    ? listOwn(context, inbox, session, input, fetch)
    : listShared(context, inbox, session, input);
}

async function listOwn(
  context: MessagesContext,
  inbox: Inbox,
  session: MailSession,
  input: ListMessagesInput,
  fetch: FetchWindow,
): Promise<MessagePage> {
  const last = await findPageEnd(session, input.cursor);
  const first = Math.max(1, last - input.limit + 1);
  const fetched = last < 1 ? [] : await fetch(session, { first, last });
  const read = await keepOwn(context, inbox, fetched);
  return toPage(session, read, first > 1 && fetched.length > 0, session.messageCount);
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
  const oldest = oldestFirst[0]?.fetched;
  return {
    messages: oldestFirst.map((read) => summarise(session.uidValidity, read)).reverse(),
    nextCursor: hasMore && oldest ? formatCursor(session.uidValidity, oldest) : null,
    total,
  };
}
