import type { MailSession, SearchCriteria } from "@/lib/imap/mail-session";
import { isSearchableAddress } from "@/lib/imap/search-criteria";
import type { Inbox } from "./find-inbox";
import { lookThrough } from "./look-through";
import type { MessagesContext } from "./messages-context";
import { cursorBelow, findPageEnd } from "./page-cursor";
import { LIST_HEADER_BYTES } from "./policy";
import { keepOwn, summarise } from "./read-inbox";
import type { Cursor, ListMessagesInput, MessagePage, MessageSummary, SearchPage } from "./schema";

type Reading = Pick<MessagesContext, "mailParser">;

/** For one answer; what was not looked through by then is for the next. */
const TIME_MS = 3_000;

export interface FindMatchesOptions {
  readonly criteria: SearchCriteria;
  readonly limit: number;
  readonly cursor: Cursor | undefined;
  /** What the server cannot tell. */
  readonly isWanted?: (summary: MessageSummary) => boolean;
}

/** A page of what matches in the open folder, newest first. */
export async function findMatches(
  context: Reading,
  inbox: Inbox,
  session: MailSession,
  { criteria, limit, cursor, isWanted = () => true }: FindMatchesOptions,
): Promise<SearchPage> {
  const { sharedUser, address } = inbox;
  if (sharedUser !== null && !isSearchableAddress(address)) {
    return { messages: [], nextCursor: null, isPartial: false };
  }
  const looked = await lookThrough(session, {
    criteria: sharedUser === null ? criteria : { ...criteria, recipient: address },
    from: await findPageEnd(session, cursor),
    limit,
    timeMs: TIME_MS,
    take: async (uids) => {
      const own = await keepOwn(context, inbox, await session.fetchByUids(uids, LIST_HEADER_BYTES));
      return own
        .map((read) => ({
          summary: summarise(session.uidValidity, read),
          sequence: read.fetched.sequence,
        }))
        .filter(({ summary }) => isWanted(summary));
    },
  });
  return {
    messages: looked.found.map(({ summary }) => summary),
    nextCursor: await cursorBelow(session, looked.rest),
    isPartial: looked.isOutOfTime,
  };
}

/** Unseen mail as a page of its own; the total counts the unseen. */
export async function findUnseen(
  context: Reading,
  inbox: Inbox,
  session: MailSession,
  { limit, cursor }: ListMessagesInput,
): Promise<MessagePage> {
  const criteria = { isSeen: false };
  const recipient = inbox.sharedUser === null ? {} : { recipient: inbox.address };
  const total = await session.countMatches({ ...criteria, ...recipient });
  const { messages, nextCursor } = await findMatches(context, inbox, session, { criteria, limit, cursor });
  return { messages, nextCursor, total };
}
