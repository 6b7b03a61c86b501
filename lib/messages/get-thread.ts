import type { Actor } from "@/lib/context/actor";
import { fail, type Result, succeed } from "@/lib/errors/result";
import type { ParsedHeaders } from "@/lib/imap/mail-parser";
import type { MailSession } from "@/lib/imap/mail-session";
import { isSearchableId } from "@/lib/imap/search-criteria";
import { findFolder, folderKey, INBOX_KEY } from "./find-folder";
import { findInbox, type Inbox } from "./find-inbox";
import type { MessagesContext } from "./messages-context";
import { LIST_HEADER_BYTES, MAX_THREAD_MESSAGES } from "./policy";
import { keepOwn, readFolder, summarise } from "./read-inbox";
import type { MessageFailure, MessageInput, ThreadMessage } from "./schema";

/**
 * How far from the message, and from the newest sent mail, the conversation is looked for: without an index of its own
 * the server opens each message there, and a conversation's messages lie near each other.
 */
const LOOK_AROUND = 1_000;
const LOOK_BACK = 2_000;
/** Identifiers by which the others are found: the conversation's beginning and its latest. */
const MAX_IDS = 12;

/**
 * The conversation of a message, oldest first: what stands in the same folder and in the one for sent mail. With mail
 * that brings no identifiers it is the message alone.
 */
export async function getThread(
  context: MessagesContext,
  actor: Actor,
  input: MessageInput,
): Promise<Result<readonly ThreadMessage[], MessageFailure>> {
  const inbox = await findInbox(context, actor, input, "read");
  if (!inbox.ok) return inbox;
  const folder = input.folder ?? INBOX_KEY;
  return readFolder(context, inbox.value, folder, async (session) => {
    if (session.uidValidity !== input.messageId.uidValidity) return fail({ reason: "message-gone" });
    await session.refresh();
    const fetched = await session.fetchByUids([input.messageId.uid], LIST_HEADER_BYTES);
    const [message] = await keepOwn(context, inbox.value, fetched);
    if (!message) return fail({ reason: "message-gone" });
    const ids = identifiersOf(message.parsed);
    const { sequence } = message.fetched;
    const near = { first: Math.max(1, sequence - LOOK_AROUND), last: sequence + LOOK_AROUND };
    const here = await findRelated(context, inbox.value, session, { ids, near, folder });
    const isFound = here.some(({ id }) => id === summarise(session.uidValidity, message).id);
    const own = isFound ? here : [...here, { ...summarise(session.uidValidity, message), folder }];
    const sent = await findSent(context, inbox.value, session, ids);
    return succeed(inOrder([...own, ...sent]));
  });
}

interface Place {
  readonly ids: readonly string[];
  readonly near: { readonly first: number; readonly last: number };
  readonly folder: string;
}

async function findRelated(
  context: MessagesContext,
  inbox: Inbox,
  session: MailSession,
  { ids, near, folder }: Place,
): Promise<readonly ThreadMessage[]> {
  const last = Math.min(near.last, session.messageCount);
  if (ids.length === 0 || last < near.first) return [];
  const hits = await session.search({ relatedTo: ids }, { first: near.first, last });
  const fetched = await session.fetchByUids(hits.slice(-MAX_THREAD_MESSAGES), LIST_HEADER_BYTES);
  const own = await keepOwn(context, inbox, fetched);
  return own.map((read) => ({ ...summarise(session.uidValidity, read), folder }));
}

async function findSent(
  context: MessagesContext,
  inbox: Inbox,
  session: MailSession,
  ids: readonly string[],
): Promise<readonly ThreadMessage[]> {
  if (inbox.sharedUser !== null || ids.length === 0) return [];
  const sent = await findFolder(session, "sent");
  if (!sent || sent.path === session.folder) return [];
  await session.openFolder(sent.path);
  const last = session.messageCount;
  const near = { first: Math.max(1, last - LOOK_BACK + 1), last };
  return findRelated(context, inbox, session, { ids, near, folder: folderKey(sent) });
}

function identifiersOf(headers: ParsedHeaders | null): readonly string[] {
  if (!headers) return [];
  const { references, inReplyTo, messageId } = headers;
  const all = [references[0], messageId, inReplyTo, ...[...references].reverse()];
  const usable = all.filter((id): id is string => typeof id === "string" && isSearchableId(id));
  return [...new Set(usable)].slice(0, MAX_IDS);
}

/** A message that lies in both folders is there once. */
function inOrder(messages: readonly ThreadMessage[]): readonly ThreadMessage[] {
  const seen = new Set<string>();
  return messages
    .filter(({ messageIdHeader, folder, id }) => {
      const name = messageIdHeader ?? `${folder} ${id}`;
      return seen.has(name) ? false : seen.add(name);
    })
    .sort((left, right) => timeOf(left) - timeOf(right))
    .slice(-MAX_THREAD_MESSAGES);
}

function timeOf({ receivedAt }: ThreadMessage): number {
  return receivedAt?.getTime() ?? 0;
}
