import { fail, type Result, succeed } from "@/lib/errors/result";
import { ImapError } from "@/lib/imap/imap-error";
import { MailParserError, type ParsedHeaders } from "@/lib/imap/mail-parser";
import type { FetchedHeaders, MailSession } from "@/lib/imap/mail-session";
import type { UseOptions } from "@/lib/imap/mail-sessions";
import { findFolder, INBOX_KEY } from "./find-folder";
import type { Inbox } from "./find-inbox";
import { isDeliveredTo } from "./is-delivered-to";
import type { MessagesContext } from "./messages-context";
import {
  LIST_HEADER_BYTES,
  MAX_LISTED_RECIPIENTS,
  MESSAGE_HEADER_BYTES,
  READ_AGAIN_AFTER_MS,
} from "./policy";
import { noteAcceptedPassword, noteRefusedPassword } from "./refused-password";
import { formatMessageId, type MessageFailure, type MessageId, type MessageSummary } from "./schema";
import { threadKeyOf } from "./thread-key";

type Reading = Pick<MessagesContext, "database" | "mailSessions" | "mailParser">;

/**
 * Runs `work` with the mailbox's connection, the inbox open unless `work` opens another folder, and turns what the mail
 * server does into a reason. Only a password the server called wrong is `mailbox-login-refused`, which every process
 * then knows; busy, limiting and silent servers are `mail-server-unavailable`.
 */
export async function readInbox<Value>(
  context: Reading,
  inbox: Inbox,
  work: (session: MailSession) => Promise<Result<Value, MessageFailure>>,
  options: UseOptions = {},
): Promise<Result<Value, MessageFailure>> {
  try {
    const answer = await context.mailSessions.use(inbox.account, work, options);
    if (inbox.refusedAt) await noteAcceptedPassword(context, inbox);
    return answer;
  } catch (error) {
    const failure = explainReading(error);
    if (failure.reason === "mailbox-login-refused") await noteRefusedPassword(context, inbox);
    return fail(failure);
  }
}

/** The same with the folder of this key open. Addresses that share an account have an inbox and no other folder. */
export async function readFolder<Value>(
  context: Reading,
  inbox: Inbox,
  key: string | undefined,
  work: (session: MailSession) => Promise<Result<Value, MessageFailure>>,
): Promise<Result<Value, MessageFailure>> {
  if (key === undefined || key === INBOX_KEY) return readInbox(context, inbox, work);
  if (inbox.sharedUser !== null) return fail({ reason: "folder-not-found" });
  return readInbox(
    context,
    inbox,
    async (session) => {
      const folder = await findFolder(session, key);
      if (!folder) return fail({ reason: "folder-not-found" });
      await session.openFolder(folder.path);
      return work(session);
    },
    { folder: null },
  );
}

/** @throws what is no failure of the mail server or of a message. */
export function explainReading(error: unknown): MessageFailure {
  if (error instanceof MailParserError) {
    const isMessage = error.code === "too-slow" || error.code === "unreadable";
    return { reason: isMessage ? "message-too-complex" : "mail-server-unavailable" };
  }
  if (!(error instanceof ImapError)) throw error;
  if (error.code === "login-refused") return { reason: "mailbox-login-refused" };
  if (error.code === "folder-gone") return { reason: "folder-not-found" };
  if (error.code === "over-quota") return { reason: "quota-exceeded" };
  return { reason: error.code === "too-large" ? "message-too-complex" : "mail-server-unavailable" };
}

/** Whether the number still means this message, and the message is the inbox's. */
export async function ownsMessage(
  context: Reading,
  inbox: Inbox,
  session: MailSession,
  messageId: MessageId,
): Promise<Result<FetchedHeaders, MessageFailure>> {
  const [owned] = await findOwn(context, inbox, session, [messageId]);
  return owned ? succeed(owned) : fail({ reason: "message-gone" });
}

/**
 * Those of the messages that are still there and the mailbox's own. Of an account of its own everything is, also what
 * cannot be parsed.
 */
export async function findOwn(
  context: Reading,
  inbox: Inbox,
  session: MailSession,
  messageIds: readonly MessageId[],
): Promise<readonly FetchedHeaders[]> {
  const uids = messageIds
    .filter(({ uidValidity }) => uidValidity === session.uidValidity)
    .map(({ uid }) => uid);
  const unique = [...new Set(uids)];
  if (inbox.sharedUser === null) return session.fetchByUids(unique, 1);
  const found = await session.fetchByUids(unique, LIST_HEADER_BYTES);
  return (await keepOwn(context, inbox, found)).map(({ fetched }) => fetched);
}

export interface ReadHeaders {
  readonly fetched: FetchedHeaders;
  readonly parsed: ParsedHeaders | null;
}

/** Parses, and of a shared account drops what is not this address's; there, unreadable mail is nobody's. */
export async function keepOwn(
  context: Pick<MessagesContext, "mailParser">,
  inbox: Inbox,
  fetched: readonly FetchedHeaders[],
): Promise<readonly ReadHeaders[]> {
  const parsed = await parseEach(context, fetched);
  const read = fetched.map((headers, position) => ({ fetched: headers, parsed: parsed[position] ?? null }));
  const { sharedUser, address } = inbox;
  if (sharedUser === null) return read;
  return read.filter(
    ({ parsed: headers }) => headers !== null && isDeliveredTo(headers, address, sharedUser),
  );
}

/** Together, and one by one when they cost too much: a message made to be expensive does not hide the others. */
async function parseEach(
  { mailParser }: Pick<MessagesContext, "mailParser">,
  fetched: readonly FetchedHeaders[],
): Promise<readonly (ParsedHeaders | null)[]> {
  const blocks = fetched.map(({ headers }) => headers.subarray(0, MESSAGE_HEADER_BYTES));
  if (blocks.length === 0) return [];
  try {
    return await mailParser.parseHeaders(blocks);
  } catch (error) {
    if (!isMessagesFault(error)) throw error;
  }
  const parsed: (ParsedHeaders | null)[] = [];
  for (const block of blocks) {
    const [one] = await mailParser.parseHeaders([block]).catch((error: unknown) => {
      if (!isMessagesFault(error)) throw error;
      return [];
    });
    parsed.push(one ?? null);
  }
  return parsed;
}

function isMessagesFault(error: unknown): boolean {
  return error instanceof MailParserError && (error.code === "too-slow" || error.code === "unreadable");
}

export function summarise(uidValidity: string, { fetched, parsed }: ReadHeaders): MessageSummary {
  const id = formatMessageId({ uidValidity, uid: fetched.uid });
  return {
    id,
    subject: parsed?.subject ?? "",
    from: parsed?.from ?? null,
    to: parsed?.to.slice(0, MAX_LISTED_RECIPIENTS) ?? [],
    receivedAt: fetched.receivedAt,
    sizeBytes: fetched.sizeBytes,
    isSeen: fetched.isSeen,
    isFlagged: fetched.isFlagged,
    isAnswered: fetched.isAnswered,
    isDraft: fetched.isDraft,
    hasAttachments: parsed !== null && mayHaveAttachments(parsed.mimeType),
    messageIdHeader: parsed?.messageId ?? null,
    threadKey: threadKeyOf(parsed, id),
    isUnreadable: parsed === null,
  };
}

/** Notes that a person looked: what keeps a mailbox from counting as unused. At most one write in five minutes. */
export async function noteReading(context: Pick<MessagesContext, "database">, inbox: Inbox): Promise<void> {
  const now = new Date();
  const before = new Date(now.getTime() - READ_AGAIN_AFTER_MS);
  if (inbox.readAt && inbox.readAt >= before) return;
  await context.database.prisma.mailbox.updateMany({
    where: { id: inbox.mailboxId, OR: [{ readAt: null }, { readAt: { lt: before } }] },
    data: { readAt: now },
  });
}

/** By the message's own type alone; the page of one message knows its parts. */
function mayHaveAttachments(mimeType: string): boolean {
  return mimeType === "multipart/mixed" || !/^(?:text|multipart)\//.test(mimeType);
}
