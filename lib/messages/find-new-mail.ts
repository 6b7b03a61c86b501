import { MailParserError, type ParsedHeaders } from "@/lib/imap/mail-parser";
import type { FetchedHeaders, MailSession } from "@/lib/imap/mail-session";
import type { ClaimedWatch } from "./claim-watches";
import type { Inbox } from "./find-inbox";
import { isDeliveredTo } from "./is-delivered-to";
import type { MessagesContext } from "./messages-context";
import { LIST_HEADER_BYTES } from "./policy";
import type { ReadHeaders } from "./read-inbox";

/** A mailbox that is looked at, and where its mail lies. */
export interface WatchedInbox {
  readonly watch: ClaimedWatch;
  readonly inbox: Inbox;
}

/** What a look at one mailbox found: report `messages`, then remember the position. */
export interface NewMail {
  readonly uidValidity: string;
  readonly lastUid: number;
  /** Oldest first. */
  readonly messages: readonly ReadHeaders[];
  /** There is more than one look reports. */
  readonly hasMore: boolean;
}

/** Of one look; the next one goes on where it ended. */
const MOST_AT_ONCE = 50;
const SECOND_MS = 1_000;

/**
 * Looks for mail that came after each mailbox's position; all of them share the session's account. With nothing new
 * this costs two short commands, however much mail there is and however many mailboxes share it.
 */
export async function findNewMail(
  context: Pick<MessagesContext, "mailParser">,
  session: MailSession,
  watched: readonly WatchedInbox[],
): Promise<readonly NewMail[]> {
  await session.refresh();
  const { uidValidity } = session;
  const newest = await fetchAt(session, session.messageCount);
  const tests = watched.map(({ watch }) => isNewFor(watch, uidValidity));
  const isNew = (found: FetchedHeaders): boolean => tests.some((test) => test(found));
  const fetched = newest && isNew(newest) ? await fetchOldestNew(session, isNew) : [];
  const parsed = await parseAll(context, fetched);
  const last = fetched.at(-1);
  const hasMore = last !== undefined && newest !== null && last.uid < newest.uid;
  const reached = (hasMore ? last.uid : newest?.uid) ?? 0;
  return watched.map(({ watch: { position }, inbox }, index) => ({
    uidValidity,
    // What was deleted since may have had the higher number.
    lastUid: position?.uidValidity === uidValidity ? Math.max(position.lastUid, reached) : reached,
    messages: fetched.flatMap((headers, at) => {
      const read = { fetched: headers, parsed: parsed[at] ?? null };
      return tests[index]?.(headers) && belongsTo(inbox, read) ? [read] : [];
    }),
    hasMore,
  }));
}

/**
 * By number where the numbering still holds. Where it was never seen, and for those who began to listen since the
 * last look, by the time the server took the mail in, whose seconds are whole. After a new numbering what came before
 * the last look must not come again.
 */
function isNewFor(
  { position, mailSince }: ClaimedWatch,
  uidValidity: string,
): (found: FetchedHeaders) => boolean {
  const isNumbered = position?.uidValidity === uidValidity;
  const since = Math.floor(mailSince.getTime() / SECOND_MS) * SECOND_MS;
  const lookedAt = position?.lookedAt.getTime() ?? 0;
  return ({ uid, receivedAt }) => {
    const at = receivedAt?.getTime() ?? Number.POSITIVE_INFINITY;
    if (isNumbered) return uid > position.lastUid && (mailSince.getTime() <= lookedAt || at >= since);
    return at >= since && at > lookedAt;
  };
}

async function fetchOldestNew(
  session: MailSession,
  isNew: (found: FetchedHeaders) => boolean,
): Promise<readonly FetchedHeaders[]> {
  const first = await findFirstNew(session, isNew);
  const last = Math.min(session.messageCount, first + MOST_AT_ONCE - 1);
  return session.fetchWindow(first, last, LIST_HEADER_BYTES);
}

/** Position of the oldest new message, the newest being new: strides back that double, then halves. */
async function findFirstNew(
  session: MailSession,
  isNew: (found: FetchedHeaders) => boolean,
): Promise<number> {
  let newAt = session.messageCount;
  let oldAt = 0;
  for (let stride = 1; newAt > 1 && oldAt === 0; stride *= 2) {
    const probe = Math.max(1, newAt - stride);
    if (await isNewAt(probe)) newAt = probe;
    else oldAt = probe;
  }
  while (newAt - oldAt > 1) {
    const middle = Math.floor((newAt + oldAt) / 2);
    if (await isNewAt(middle)) newAt = middle;
    else oldAt = middle;
  }
  return newAt;

  async function isNewAt(sequence: number): Promise<boolean> {
    const found = await fetchAt(session, sequence);
    return found !== null && isNew(found);
  }
}

async function fetchAt(session: MailSession, sequence: number): Promise<FetchedHeaders | null> {
  if (sequence < 1) return null;
  const [found] = await session.fetchWindow(sequence, sequence, 1);
  return found ?? null;
}

/** A message that cannot be read is new all the same: null, and it does not hold up the others. */
async function parseAll(
  { mailParser }: Pick<MessagesContext, "mailParser">,
  fetched: readonly FetchedHeaders[],
): Promise<readonly (ParsedHeaders | null)[]> {
  if (fetched.length === 0) return [];
  try {
    return await mailParser.parseHeaders(fetched.map(({ headers }) => headers));
  } catch (error) {
    if (!isMessagesFault(error)) throw error;
  }
  const parsed: (ParsedHeaders | null)[] = [];
  for (const { headers } of fetched) parsed.push(await parseOne(mailParser, headers));
  return parsed;
}

async function parseOne(
  mailParser: MessagesContext["mailParser"],
  headers: Buffer,
): Promise<ParsedHeaders | null> {
  try {
    return (await mailParser.parseHeaders([headers]))[0] ?? null;
  } catch (error) {
    if (!isMessagesFault(error)) throw error;
    return null;
  }
}

function isMessagesFault(error: unknown): boolean {
  return error instanceof MailParserError && (error.code === "too-slow" || error.code === "unreadable");
}

function belongsTo({ sharedUser, address }: Inbox, { parsed }: ReadHeaders): boolean {
  if (sharedUser === null) return true;
  return parsed !== null && isDeliveredTo(parsed, address, sharedUser);
}
