import type { Actor } from "@/lib/context/actor";
import { type Result, succeed } from "@/lib/errors/result";
import type { MailSession } from "@/lib/imap/mail-session";
import { isSearchableAddress } from "@/lib/imap/search-criteria";
import { folderKey, INBOX_KEY } from "./find-folder";
import { findInbox } from "./find-inbox";
import type { MessagesContext } from "./messages-context";
import { readInbox } from "./read-inbox";
import type { FolderView, MailboxKey, MessageFailure } from "./schema";

/**
 * Folders with a role first, then the others by name, with what they hold. An address that shares an account has an
 * inbox alone, counted by the server's search: each message would have to be looked at for the truth.
 */
export async function listFolders(
  context: MessagesContext,
  actor: Actor,
  input: MailboxKey,
): Promise<Result<readonly FolderView[], MessageFailure>> {
  const inbox = await findInbox(context, actor, input, "read");
  if (!inbox.ok) return inbox;
  const { sharedUser, address } = inbox.value;
  return readInbox(
    context,
    inbox.value,
    async (session) =>
      succeed(sharedUser === null ? await listOwn(session) : await listShared(session, address)),
    sharedUser === null ? { folder: null } : {},
  );
}

async function listOwn(session: MailSession): Promise<readonly FolderView[]> {
  const folders = await session.listFolders("counted");
  return folders.map((folder) => ({
    key: folderKey(folder),
    name: folder.name,
    role: folder.role,
    unread: folder.status?.unseen ?? 0,
    total: folder.status?.messages ?? 0,
    depth: folder.depth,
    isSelectable: folder.isSelectable,
  }));
}

async function listShared(session: MailSession, address: string): Promise<readonly FolderView[]> {
  const recipient = isSearchableAddress(address) ? { recipient: address } : null;
  const total = recipient ? await session.countMatches(recipient) : 0;
  const unread = recipient ? await session.countMatches({ ...recipient, isSeen: false }) : 0;
  return [{ key: INBOX_KEY, name: "INBOX", role: INBOX_KEY, unread, total, depth: 0, isSelectable: true }];
}
