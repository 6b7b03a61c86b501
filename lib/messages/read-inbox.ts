import { fail, type Result, succeed } from "@/lib/errors/result";
import { ImapError } from "@/lib/imap/imap-error";
import { MailParserError, type ParsedHeaders } from "@/lib/imap/mail-parser";
import type { FetchedHeaders, MailSession } from "@/lib/imap/mail-session";
import type { Inbox } from "./find-inbox";
import { isDeliveredTo } from "./is-delivered-to";
import type { MessagesContext } from "./messages-context";
import { READ_AGAIN_AFTER_MS } from "./policy";
import { formatMessageId, type MessageFailure, type MessageId, type MessageSummary } from "./schema";

type Reading = Pick<MessagesContext, "mailSessions" | "mailParser">;

/**
 * Runs `work` with the inbox's connection and turns what the mail server does into a reason. Only a password the
 * server called wrong is `mailbox-login-refused`; busy, limiting and silent servers are `mail-server-unavailable`.
 */
export async function readInbox<Value>(
  context: Reading,
  inbox: Inbox,
  work: (session: MailSession) => Promise<Result<Value, MessageFailure>>,
): Promise<Result<Value, MessageFailure>> {
  try {
    return await context.mailSessions.use(inbox.account, work);
  } catch (error) {
    return fail(explainReading(error));
  }
}

/** @throws what is no failure of the mail server or of a message. */
export function explainReading(error: unknown): MessageFailure {
  if (error instanceof MailParserError) {
    const isMessage = error.code === "too-slow" || error.code === "unreadable";
    return { reason: isMessage ? "message-too-complex" : "mail-server-unavailable" };
  }
  if (!(error instanceof ImapError)) throw error;
  if (error.code === "login-refused") return { reason: "mailbox-login-refused" };
  return { reason: error.code === "too-large" ? "message-too-complex" : "mail-server-unavailable" };
}

/** Whether the number still means this message, and the message is the inbox's. */
export async function ownsMessage(
  context: Reading,
  inbox: Inbox,
  session: MailSession,
  { uidValidity, uid }: MessageId,
  headerBytes: number,
): Promise<Result<FetchedHeaders, MessageFailure>> {
  if (session.uidValidity !== uidValidity) return fail({ reason: "message-gone" });
  const [found] = await session.fetchByUids([uid], headerBytes);
  if (!found) return fail({ reason: "message-gone" });
  const [owned] = await keepOwn(context, inbox, [found]);
  return owned ? succeed(owned.fetched) : fail({ reason: "message-gone" });
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
  const parsed = await context.mailParser.parseHeaders(fetched.map(({ headers }) => headers));
  const read = fetched.map((headers, position) => ({ fetched: headers, parsed: parsed[position] ?? null }));
  const { sharedUser, address } = inbox;
  if (sharedUser === null) return read;
  return read.filter(
    ({ parsed: headers }) => headers !== null && isDeliveredTo(headers, address, sharedUser),
  );
}

export function summarise(uidValidity: string, { fetched, parsed }: ReadHeaders): MessageSummary {
  return {
    id: formatMessageId({ uidValidity, uid: fetched.uid }),
    subject: parsed?.subject ?? "",
    from: parsed?.from ?? null,
    receivedAt: fetched.receivedAt,
    sizeBytes: fetched.sizeBytes,
    isSeen: fetched.isSeen,
    isUnreadable: parsed === null,
  };
}

/** Notes that a person looked: what keeps a mailbox from counting as unused. At most one write in five minutes. */
export async function noteReading(context: Pick<MessagesContext, "database">, inbox: Inbox): Promise<void> {
  const now = new Date();
  const before = new Date(now.getTime() - READ_AGAIN_AFTER_MS);
  await context.database.prisma.mailbox.updateMany({
    where: { id: inbox.mailboxId, OR: [{ readAt: null }, { readAt: { lt: before } }] },
    data: { readAt: now },
  });
}
