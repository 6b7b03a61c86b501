import type { MailFolder, MailSession } from "@/lib/imap/mail-session";
import { type FolderRole, folderRoles } from "./schema";

export const INBOX_KEY: FolderRole = "inbox";
/** Before the path of a folder that would otherwise pass for another's role. */
const PLAIN_MARK = "folder:";

/** How URLs and programs name a folder. */
export function folderKey({ role, path }: Pick<MailFolder, "role" | "path">): string {
  if (role) return role;
  const isMistakable = path.startsWith(PLAIN_MARK) || folderRoles.some((name) => name === path);
  return isMistakable ? PLAIN_MARK + path : path;
}

/** In the server's own list, asked again when the kept one does not have it. Null for a key nobody has. */
export async function findFolder(session: MailSession, key: string): Promise<MailFolder | null> {
  for (const how of ["kept", "fresh"] as const) {
    const found = (await session.listFolders(how)).find((folder) => folderKey(folder) === key);
    if (found) return found.isSelectable ? found : null;
  }
  return null;
}

/** The folder for this, made where the server has none. */
export async function ensureFolder(
  session: MailSession,
  role: Exclude<FolderRole, "inbox">,
): Promise<{ readonly path: string }> {
  const found = await findFolder(session, role);
  return found ?? { path: await session.createFolder(NAMES[role]) };
}

/** By which clients and servers know what they are for. */
const NAMES: Record<Exclude<FolderRole, "inbox">, string> = {
  drafts: "Drafts",
  sent: "Sent",
  archive: "Archive",
  junk: "Junk",
  trash: "Trash",
};
