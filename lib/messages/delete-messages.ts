import type { Actor } from "@/lib/context/actor";
import { fail, type Result, succeed } from "@/lib/errors/result";
import type { MailFolder, MailSession } from "@/lib/imap/mail-session";
import { findFolder } from "./find-folder";
import { findInbox, type Inbox } from "./find-inbox";
import type { MessagesContext } from "./messages-context";
import { move } from "./move-messages";
import { findOwn, readFolder } from "./read-inbox";
import { formatMessageId, type MessageFailure, type MessagesInput, type MoveOutcome } from "./schema";

export interface DeleteOutcome extends MoveOutcome {
  readonly isForGood: boolean;
}

/**
 * Into the bin; for good from the bin and from junk, where there is no bin, and for an address that shares an account.
 * Messages that are gone already are passed over.
 */
export async function deleteMessages(
  context: MessagesContext,
  actor: Actor,
  input: MessagesInput,
): Promise<Result<DeleteOutcome, MessageFailure>> {
  const inbox = await findInbox(context, actor, input, "write");
  if (!inbox.ok) return inbox;
  return readFolder<DeleteOutcome>(context, inbox.value, input.folder, async (session) => {
    const own = await findOwn(context, inbox.value, session, input.messageIds);
    if (own.length === 0) return fail({ reason: "message-gone" });
    const uids = own.map(({ uid }) => uid);
    const bin = await findBin(inbox.value, session);
    if (bin)
      return succeed({ moved: await move(session, uids, bin.path), folder: "trash", isForGood: false });
    const { uidValidity } = session;
    await session.expunge(uids);
    const moved = uids.map((uid) => ({ from: formatMessageId({ uidValidity, uid }), to: null }));
    return succeed({ moved, folder: null, isForGood: true });
  });
}

async function findBin(inbox: Inbox, session: MailSession): Promise<MailFolder | null> {
  if (inbox.sharedUser !== null) return null;
  const bin = await findFolder(session, "trash");
  const junk = await findFolder(session, "junk");
  return session.folder === bin?.path || session.folder === junk?.path ? null : bin;
}
