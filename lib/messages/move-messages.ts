import type { Actor } from "@/lib/context/actor";
import { fail, type Result, succeed } from "@/lib/errors/result";
import type { MailSession } from "@/lib/imap/mail-session";
import { ensureFolder, findFolder } from "./find-folder";
import { findInbox } from "./find-inbox";
import type { MessagesContext } from "./messages-context";
import { findOwn, readFolder } from "./read-inbox";
import {
  type FolderRole,
  folderRoles,
  formatMessageId,
  type MessageFailure,
  type MoveMessagesInput,
  type MoveOutcome,
} from "./schema";

/**
 * Into another folder; one with a role is made where the server has none. Messages that are gone already are passed
 * over. The answer names each message as it is called there, so that it can be moved back.
 */
export async function moveMessages(
  context: MessagesContext,
  actor: Actor,
  input: MoveMessagesInput,
): Promise<Result<MoveOutcome, MessageFailure>> {
  const inbox = await findInbox(context, actor, input, "write");
  if (!inbox.ok) return inbox;
  if (inbox.value.sharedUser !== null) return fail({ reason: "folder-not-found" });
  return readFolder(context, inbox.value, input.folder, async (session) => {
    const path = await findTarget(session, input.target);
    if (path === null) return fail({ reason: "folder-not-found" });
    const own = await findOwn(context, inbox.value, session, input.messageIds);
    if (own.length === 0) return fail({ reason: "message-gone" });
    if (path === session.folder) return succeed({ moved: [], folder: input.target });
    const uids = own.map(({ uid }) => uid);
    return succeed({ moved: await move(session, uids, path), folder: input.target });
  });
}

export async function move(
  session: MailSession,
  uids: readonly number[],
  path: string,
): Promise<MoveOutcome["moved"]> {
  const { uidValidity } = session;
  const placed = await session.move(uids, path);
  return uids.map((uid) => {
    const now = placed?.uids.get(uid);
    return {
      from: formatMessageId({ uidValidity, uid }),
      to: placed && now ? formatMessageId({ uidValidity: placed.uidValidity, uid: now }) : null,
    };
  });
}

async function findTarget(session: MailSession, key: string): Promise<string | null> {
  const found = await findFolder(session, key);
  if (found) return found.path;
  return isMakeable(key) ? (await ensureFolder(session, key)).path : null;
}

function isMakeable(key: string): key is Exclude<FolderRole, "inbox"> {
  return key !== "inbox" && folderRoles.some((role) => role === key);
}
