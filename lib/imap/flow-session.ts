import type { FetchMessageObject, FetchQueryObject, ImapFlow } from "imapflow";
import { ImapError, toCommandError } from "./imap-error";
import { isSafePath, listFolders, readStatus } from "./list-folders";
import { listParts } from "./list-parts";
import type { FetchedHeaders, MailFolder, MailSession } from "./mail-session";
import { anyRecipient, isSearchableAddress, toSearchObject } from "./search-criteria";

const MAX_UID = 0xffff_ffff;
/** Of one command, so that its line stays short. */
const MAX_UIDS = 1_000;
const PART_NUMBER = /^\d{1,5}(\.\d{1,5}){0,30}$/;
const KEEP_FOLDERS_MS = 60_000;

export interface FlowSessionParts {
  readonly client: ImapFlow;
  /** Opens a folder, unless it is open; the connection does it, which must know what it listens to. */
  readonly openFolder: (path: string) => Promise<void>;
  /** Nothing can have changed since that would not have been told. */
  readonly isJustOpened: () => boolean;
  /** Why the last command failed, for commands whose answer is a mere `false`. */
  readonly takeProblem: () => unknown;
}

/** The session's verbs in imapflow's words. */
export function createFlowSession(parts: FlowSessionParts): MailSession {
  const { client, openFolder, isJustOpened, takeProblem } = parts;
  let kept: { readonly folders: readonly MailFolder[]; readonly at: number } | null = null;
  const fetch = async (range: string, query: FetchQueryObject, uid: boolean) =>
    (await client.fetchAll(range, query, { uid })).sort((left, right) => left.seq - right.seq);
  const fetchBytes = async (uid: number, query: FetchQueryObject): Promise<FetchMessageObject | null> =>
    (await client.fetchOne(String(checkUid(uid)), { uid: true, ...query }, { uid: true })) || null;
  /** imapflow answers `false` for a refused command, and says why to its log alone. */
  const insist = async <Value>(command: () => Promise<Value | false | undefined>): Promise<Value> => {
    takeProblem();
    const answer = await command();
    if (answer === false || answer === undefined) {
      throw toCommandError(
        takeProblem() ?? new ImapError("unavailable", "the mail server refused a command"),
      );
    }
    return answer;
  };
  const search = async (query: Parameters<ImapFlow["search"]>[0]): Promise<readonly number[]> => {
    const found = await insist(() => client.search(query, { uid: true }));
    return (Array.isArray(found) ? found : []).filter(isUid).sort((left, right) => left - right);
  };
  const count = async (query: Parameters<ImapFlow["search"]>[0]): Promise<number> => {
    const found = await insist(() => client.search(query, { uid: true, returnOptions: ["COUNT"] }));
    return Array.isArray(found) ? found.length : (found.count ?? 0);
  };
  return {
    get folder() {
      return openedIn(client).path;
    },
    get uidValidity() {
      return String(openedIn(client).uidValidity);
    },
    get messageCount() {
      return openedIn(client).exists;
    },
    refresh: async () => {
      if (!isJustOpened()) await client.noop();
    },
    listFolders: async (how) => {
      if (how === "kept" && kept && Date.now() - kept.at < KEEP_FOLDERS_MS) return kept.folders;
      const folders = await listFolders(client, { withStatus: how === "counted" });
      kept = { folders, at: Date.now() };
      return folders;
    },
    readStatus: async (path) => readStatus(client, checkPath(path)),
    openFolder: async (path) => openFolder(checkPath(path)),
    createFolder: async (name) => {
      const { path } = await client.mailboxCreate(checkPath(name));
      kept = null;
      return path;
    },
    fetchWindow: async (first, last, headerBytes) =>
      (await fetch(`${checkUid(first)}:${checkUid(last)}`, headerQuery(headerBytes), false)).map(readHeaders),
    fetchByUids: async (uids, headerBytes) =>
      uids.length === 0 ? [] : (await fetch(toSet(uids), headerQuery(headerBytes), true)).map(readHeaders),
    fetchListed: async ({ first, last }) =>
      (
        await fetch(`${checkUid(first)}:${checkUid(last)}`, { ...LISTED, headers: [...LISTED_FIELDS] }, false)
      ).map(readHeaders),
    fetchMessage: async (uid, limits) => {
      const found = await fetchBytes(uid, { ...headerQuery(limits.headerBytes), bodyStructure: true });
      if (!found) return null;
      return { ...readHeaders(found), ...listParts(found.bodyStructure, limits) };
    },
    fetchPart: async (uid, partNumber, { start, maxBytes }) => {
      if (!PART_NUMBER.test(partNumber)) throw new RangeError("not a part number");
      const found = await fetchBytes(uid, { bodyParts: [{ key: partNumber, start, maxLength: maxBytes }] });
      return found?.bodyParts?.get(partNumber) ?? null;
    },
    fetchSource: async (uid, { start, maxBytes }) =>
      (await fetchBytes(uid, { source: { start, maxLength: maxBytes } }))?.source ?? null,
    search: (criteria, window) => search(toSearchObject(criteria, window)),
    countMatches: (criteria) => count(toSearchObject(criteria)),
    searchRecipient: async (address) =>
      isSearchableAddress(address) ? search({ or: anyRecipient(address) }) : [],
    countBelow: async (uid) => (checkUid(uid) === 1 ? 0 : count({ uid: `1:${uid - 1}` })),
    setFlags: async (uids, { add = [], remove = [] }) => {
      if (uids.length === 0) return;
      const set = toSet(uids);
      if (add.length > 0) await insist(() => client.messageFlagsAdd(set, [...add], { uid: true }));
      if (remove.length > 0) await insist(() => client.messageFlagsRemove(set, [...remove], { uid: true }));
    },
    move: async (uids, path) => {
      if (uids.length === 0) return null;
      const moved = await insist(() => client.messageMove(toSet(uids), checkPath(path), { uid: true }));
      if (!moved.uidValidity || !moved.uidMap) return null;
      return { uidValidity: String(moved.uidValidity), uids: moved.uidMap };
    },
    expunge: async (uids) => {
      if (uids.length > 0) await insist(() => client.messageDelete(toSet(uids), { uid: true }));
    },
    append: async (path, content, flags) => {
      const placed = await insist(() => client.append(checkPath(path), content, [...flags]));
      return placed.uidValidity && placed.uid
        ? { uidValidity: String(placed.uidValidity), uid: placed.uid }
        : null;
    },
  };
}

function openedIn(client: ImapFlow) {
  if (!client.mailbox) throw new ImapError("cut-off", "no folder is open");
  return client.mailbox;
}

/** What a list shows, and what ties conversations together. */
const LISTED_FIELDS = [
  "Date",
  "From",
  "To",
  "Subject",
  "Message-ID",
  "In-Reply-To",
  "References",
  "Content-Type",
] as const;
const LISTED: FetchQueryObject = { uid: true, flags: true, size: true, internalDate: true };

function headerQuery(headerBytes: number): FetchQueryObject {
  return {
    ...LISTED,
    bodyParts: [{ key: "HEADER", start: 0, maxLength: headerBytes }],
  };
}

function readHeaders(message: FetchMessageObject): FetchedHeaders {
  const { uid, seq, size, flags, internalDate, headers } = message;
  const receivedAt = internalDate instanceof Date ? internalDate : null;
  return {
    uid,
    sequence: seq,
    sizeBytes: size ?? 0,
    receivedAt,
    isSeen: flags?.has("\\Seen") ?? false,
    isFlagged: flags?.has("\\Flagged") ?? false,
    isAnswered: flags?.has("\\Answered") ?? false,
    isDraft: flags?.has("\\Draft") ?? false,
    headers: headers ?? Buffer.alloc(0),
  };
}

function toSet(uids: readonly number[]): string {
  if (uids.length > MAX_UIDS) throw new RangeError("too many messages at once");
  return uids.map(checkUid).join(",");
}

function checkUid(value: number): number {
  if (!isUid(value)) throw new RangeError("not a message number");
  return value;
}

function isUid(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= MAX_UID;
}

function checkPath(path: string): string {
  if (!isSafePath(path)) throw new RangeError("not a folder's path");
  return path;
}
