/** How a message is read when not as it comes. */
export type ReadAs = "text" | "html" | "source";

/** What of an inbox is shown; the URL holds all of it, so that links, reload and the back button work. */
export interface InboxPlace {
  /** Null for somebody with one mailbox. */
  readonly mailbox: string | null;
  /** A folder's key, as services know it. */
  readonly folder: string;
  /** As typed into the search box; empty for none. */
  readonly query: string;
  readonly isUnreadOnly: boolean;
  /** Older mail than this cursor. */
  readonly before: string | null;
}

const COUNTED = ["inbox", "drafts"] as const;

/** Whether what is new in this folder says something: read mail in the bin does not. */
export function isCounted(role: string | null): boolean {
  return role === null || COUNTED.some((counted) => counted === role);
}

/** The list; `change` begins a new one, so it forgets the page. */
export function listHref(place: InboxPlace, change: Partial<InboxPlace> = {}): string {
  const next = { ...place, before: null, ...change };
  return `/inbox/${folderSegment(next.folder)}${searchOf(next)}`;
}

/** One message, with the same list beside it. */
export function messageHref(
  place: InboxPlace,
  messageId: string,
  options: { readonly folder?: string; readonly as?: ReadAs } = {},
): string {
  const folder = options.folder ?? place.folder;
  const isElsewhere = folder !== place.folder;
  const rest = isElsewhere ? { ...place, query: "", isUnreadOnly: false, before: null } : place;
  return `/inbox/${folderSegment(folder)}/${messageId}${searchOf(rest, options.as)}`;
}

/** The message's own files; the list beside it does not matter. */
export function filesHref(place: Pick<InboxPlace, "mailbox" | "folder">, messageId: string) {
  const base = `/inbox/${folderSegment(place.folder)}/${messageId}`;
  const search = place.mailbox ? `?mailbox=${place.mailbox}` : "";
  return {
    raw: `${base}/raw${search}`,
    attachment: (part: string) => `${base}/attachments/${part}${search}`,
  };
}

export function composeHref(
  mailbox: string | null,
  about: { readonly mode: string; readonly folder: string; readonly messageId: string } | null = null,
): string {
  const search = new URLSearchParams();
  if (mailbox) search.set("mailbox", mailbox);
  if (about) {
    search.set("mode", about.mode);
    search.set("folder", about.folder);
    search.set("message", about.messageId);
  }
  return withSearch("/inbox/compose", search);
}

export function eventsHref(place: Pick<InboxPlace, "mailbox" | "folder">): string {
  const search = new URLSearchParams({ folder: place.folder });
  if (place.mailbox) search.set("mailbox", place.mailbox);
  return withSearch("/inbox/events", search);
}

/** Pages of the inbox itself; a folder of such a name is told apart by a sign before it. */
const OWN_PAGES = new Set(["compose", "outgoing", "rules", "events"]);

export function folderSegment(key: string): string {
  const marked = OWN_PAGES.has(key) || key.startsWith("~") ? `~${key}` : key;
  return encodeURIComponent(marked);
}

/** The key in a URL's segment; null for what cannot be one. */
export function readFolderSegment(segment: string): string | null {
  try {
    const marked = decodeURIComponent(segment);
    const key = marked.startsWith("~") ? marked.slice(1) : marked;
    return key === "" || key.length > MAX_KEY ? null : key;
  } catch {
    return null;
  }
}

const MAX_KEY = 1_100;

function searchOf({ mailbox, query, isUnreadOnly, before }: InboxPlace, as?: string): string {
  const search = new URLSearchParams();
  if (mailbox) search.set("mailbox", mailbox);
  if (query) search.set("q", query);
  if (isUnreadOnly) search.set("unread", "1");
  if (before) search.set("before", before);
  if (as) search.set("as", as);
  return withSearch("", search);
}

function withSearch(path: string, search: URLSearchParams): string {
  return search.size === 0 ? path : `${path}?${search}`;
}
