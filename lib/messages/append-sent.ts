import type { SystemActor } from "@/lib/context/actor";
import { fail, type Result, succeed } from "@/lib/errors/result";
import type { MailSession } from "@/lib/imap/mail-session";
import { isSearchableId } from "@/lib/imap/search-criteria";
import { ensureFolder } from "./find-folder";
import { findInbox } from "./find-inbox";
import type { MessagesContext } from "./messages-context";
import { readInbox } from "./read-inbox";
import { formatMessageId, type MessageFailure } from "./schema";

export interface AppendSentInput {
  readonly mailboxId: string;
  /** The message as it was sent. */
  readonly content: Buffer;
}

const SENDER: SystemActor = { kind: "system", name: "sending" };
/** The newest messages of the folder that are looked through. */
const LOOK_BACK = 2_000;
const MAX_HEADER_BYTES = 64 * 1024;

/**
 * Puts what was sent into the folder for sent mail. Safe to repeat: a message with the same Message-ID is there once.
 * `messageId` is null when the server does not tell.
 */
export async function appendSent(
  context: MessagesContext,
  { mailboxId, content }: AppendSentInput,
): Promise<Result<{ readonly messageId: string | null }, MessageFailure>> {
  const inbox = await findInbox(context, SENDER, { mailboxId }, "send");
  if (!inbox.ok) return inbox;
  if (inbox.value.sharedUser !== null) return fail({ reason: "folder-not-found" });
  return readInbox(
    context,
    inbox.value,
    async (session) => {
      const { path } = await ensureFolder(session, "sent");
      await session.openFolder(path);
      await session.refresh();
      const present = await findSent(session, readMessageId(content));
      const { uidValidity } = session;
      if (present !== null) return succeed({ messageId: formatMessageId({ uidValidity, uid: present }) });
      const placed = await session.append(path, content, ["\\Seen"]);
      return succeed({ messageId: placed ? formatMessageId(placed) : null });
    },
    { folder: null },
  );
}

async function findSent(session: MailSession, messageId: string | null): Promise<number | null> {
  const last = session.messageCount;
  if (messageId === null || last === 0) return null;
  const window = { first: Math.max(1, last - LOOK_BACK + 1), last };
  const [found] = await session.search({ messageId }, window);
  return found ?? null;
}

/** Of a message this portal composed. */
function readMessageId(content: Buffer): string | null {
  const head =
    content
      .subarray(0, MAX_HEADER_BYTES)
      .toString("latin1")
      .split(/\r?\n\r?\n/, 1)[0] ?? "";
  const found = /^Message-ID:\s*(<[^<>\s]+>)/im.exec(head)?.[1] ?? null;
  return found !== null && isSearchableId(found) ? found : null;
}
