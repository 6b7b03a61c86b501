import type { ImapFlow, ListResponse, StatusObject } from "imapflow";
import { cleanText } from "./clean-text";
import { ImapError } from "./imap-error";
import type { FolderRole, FolderStatus, MailFolder } from "./mail-session";

const MAX_FOLDERS = 500;
/** Where the server must be asked for each folder by itself. */
const MAX_ASKED_ALONE = 100;
const MAX_PATH = 1_000;
const MAX_NAME = 200;
const MAX_DEPTH = 20;
const STATUS = { messages: true, unseen: true, uidNext: true } as const;

/** In the order they are shown. */
const ROLES: ReadonlyMap<string, FolderRole> = new Map([
  ["\\Inbox", "inbox"],
  ["\\Drafts", "drafts"],
  ["\\Sent", "sent"],
  ["\\Archive", "archive"],
  ["\\Junk", "junk"],
  ["\\Trash", "trash"],
]);
const ORDER = [...ROLES.values()];

/**
 * The server's folders, those with a role first and the others by name. A path that holds controls cannot be asked for
 * safely and is left out, as is the same path told twice.
 */
export async function listFolders(
  client: ImapFlow,
  options: { readonly withStatus: boolean },
): Promise<readonly MailFolder[]> {
  const isToldTogether = options.withStatus && client.capabilities.has("LIST-STATUS");
  const entries = await client.list(isToldTogether ? { statusQuery: STATUS } : {});
  const found = new Map<string, MailFolder>();
  for (const entry of entries) {
    if (found.size >= MAX_FOLDERS) break;
    if (isSafePath(entry.path) && !found.has(entry.path)) found.set(entry.path, readFolder(entry));
  }
  const folders = [...found.values()].sort(compareFolders);
  return options.withStatus && !isToldTogether ? askEach(client, folders) : folders;
}

async function askEach(client: ImapFlow, folders: readonly MailFolder[]): Promise<readonly MailFolder[]> {
  const asked: MailFolder[] = [];
  for (const folder of folders) {
    const isAsked = folder.isSelectable && asked.length < MAX_ASKED_ALONE;
    asked.push({
      ...folder,
      status: isAsked ? await readStatus(client, folder.path).catch(onlyRefusals) : null,
    });
  }
  return asked;
}

/** A folder the server will not tell about, or that went away just now, has no numbers; the others have. */
function onlyRefusals(error: unknown): null {
  if (error instanceof ImapError) return null;
  throw error;
}

/** @throws {ImapError} `folder-gone`, or `unavailable` when the server refuses. */
export async function readStatus(client: ImapFlow, path: string): Promise<FolderStatus> {
  const status = await client.status(path, STATUS).catch((error: unknown) => {
    if (isNotFound(error)) throw new ImapError("folder-gone", "there is no such folder", { cause: error });
    throw error;
  });
  const read = status ? toStatus(status) : null;
  if (!read) throw new ImapError("unavailable", "the mail server refused to tell a folder's status");
  return read;
}

/** Also what a command may name: nothing in it ends a line or a text. */
export function isSafePath(path: string): boolean {
  return path.length > 0 && path.length <= MAX_PATH && !/\p{Cc}/u.test(path);
}

function readFolder(entry: ListResponse): MailFolder {
  const role = ROLES.get(entry.specialUse ?? "") ?? null;
  return {
    path: entry.path,
    name: cleanText(entry.name, MAX_NAME) || cleanText(entry.path, MAX_NAME) || "?",
    role,
    depth: role ? 0 : Math.min(entry.parent.length, MAX_DEPTH),
    isSelectable: !entry.flags.has("\\Noselect") && !entry.flags.has("\\NonExistent"),
    status: entry.status ? toStatus(entry.status) : null,
  };
}

function toStatus({ messages, unseen, uidNext }: StatusObject): FolderStatus | null {
  if (messages === undefined) return null;
  return { messages, unseen: unseen ?? 0, uidNext: uidNext ?? 0 };
}

function compareFolders(left: MailFolder, right: MailFolder): number {
  const place = (folder: MailFolder): number => (folder.role ? ORDER.indexOf(folder.role) : ORDER.length);
  return place(left) - place(right) || left.path.localeCompare(right.path);
}

function isNotFound(error: unknown): boolean {
  return typeof error === "object" && error !== null && "code" in error && error.code === "NotFound";
}
