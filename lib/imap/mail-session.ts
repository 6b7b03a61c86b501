/** A message as a list shows it. Everything in it was written by strangers. */
export interface FetchedHeaders {
  readonly uid: number;
  /** Position in the folder, from 1 for the oldest. */
  readonly sequence: number;
  readonly sizeBytes: number;
  readonly receivedAt: Date | null;
  readonly isSeen: boolean;
  readonly isFlagged: boolean;
  readonly isAnswered: boolean;
  readonly isDraft: boolean;
  /** The first bytes of the header block, cut at the caller's limit. */
  readonly headers: Buffer;
}

/** One leaf of the message's tree, with the number the server knows it by. */
export interface FetchedPart {
  readonly number: string;
  /** Lower case, `type/subtype`. */
  readonly mimeType: string;
  readonly charset: string | null;
  readonly encoding: string;
  /** As sent, so before the transfer encoding is undone. */
  readonly encodedBytes: number;
  readonly disposition: string | null;
  readonly fileName: string | null;
  /** Without angle brackets. */
  readonly contentId: string | null;
  readonly isFlowed: boolean;
}

export interface FetchedMessage extends FetchedHeaders {
  readonly parts: readonly FetchedPart[];
  /** The parts we number stop here: the message has more of them, or nests deeper, than we read. */
  readonly isCut: boolean;
}

export interface ByteRange {
  readonly start: number;
  readonly maxBytes: number;
}

/** What a folder is for, by the server's own word (RFC 6154) or else by its name. */
export type FolderRole = "inbox" | "drafts" | "sent" | "archive" | "junk" | "trash";

/** What IMAP calls a mailbox. */
export interface MailFolder {
  /** As the server lists it, decoded; never anything a person typed. */
  readonly path: string;
  /** The last part of the path, safe to show. */
  readonly name: string;
  readonly role: FolderRole | null;
  /** How many folders it lies in. */
  readonly depth: number;
  /** False for one that only holds other folders. */
  readonly isSelectable: boolean;
  /** Null where it was not asked for or not told. */
  readonly status: FolderStatus | null;
}

export interface FolderStatus {
  readonly messages: number;
  readonly unseen: number;
  readonly uidNext: number;
}

/** The flags that every server keeps, and the one by which clients note that they passed a message on. */
export type MailFlag = "\\Seen" | "\\Flagged" | "\\Answered" | "\\Draft" | "$Forwarded";

/** Where a message lies after it was put there; null from servers that do not say (no UIDPLUS). */
export interface PlacedMessage {
  readonly uidValidity: string;
  readonly uid: number;
}

export interface MovedMessages {
  readonly uidValidity: string;
  /** From the number it had to the one it has now. */
  readonly uids: ReadonlyMap<number, number>;
}

/** All of it must hold. Text is matched by the server, ignoring case, anywhere in the field. */
export interface SearchCriteria {
  readonly text?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly subject?: string | undefined;
  /** By the day the server took it in. */
  readonly since?: Date | undefined;
  readonly before?: Date | undefined;
  readonly isSeen?: boolean | undefined;
  readonly isFlagged?: boolean | undefined;
  /** Named by a header as recipient, or part of a longer address there: look again at each. Not with `relatedTo`. */
  readonly recipient?: string | undefined;
  /** Any of these stands in Message-ID, References or In-Reply-To. */
  readonly relatedTo?: readonly string[] | undefined;
  readonly messageId?: string | undefined;
}

/** Positions in the folder, both ends included. */
export interface SequenceWindow {
  readonly first: number;
  readonly last: number;
}

/**
 * One mailbox's connection, with one folder open for reading and writing. Takes numbers, checked texts and paths from
 * the server's own list only, so that nothing a person or a message says becomes part of a command.
 * @throws {ImapError} for what the server does; {RangeError} for a value that may not be sent.
 */
export interface MailSession {
  /** The open folder's path. */
  readonly folder: string;
  /** Changes when the server numbers the folder anew: UIDs from before mean nothing then. */
  readonly uidValidity: string;
  readonly messageCount: number;
  /** Asks what changed: a connection that was neither listening nor asked anything has not heard of new mail. */
  refresh(): Promise<void>;
  /**
   * All folders, at most 500, those with a role first. `kept` is at most a minute old and good for looking folders up;
   * `fresh` and `counted`, which brings each folder's status too, ask the server.
   */
  listFolders(how: "kept" | "fresh" | "counted"): Promise<readonly MailFolder[]>;
  /** Of any folder, without opening it. @throws `folder-gone` */
  readStatus(path: string): Promise<FolderStatus>;
  /** What follows is about this folder. Costs nothing when it is open already. @throws `folder-gone` */
  openFolder(path: string): Promise<void>;
  /** Makes it where it is missing, and answers with the path it has on this server. */
  createFolder(name: string): Promise<string>;
  /** Both ends included, oldest first. */
  fetchWindow(first: number, last: number, headerBytes: number): Promise<readonly FetchedHeaders[]>;
  fetchByUids(uids: readonly number[], headerBytes: number): Promise<readonly FetchedHeaders[]>;
  /**
   * With the header fields that a list shows instead of the block's beginning: servers keep those at hand and open no
   * message for them. They come whole, so one that is huge fails with `too-large` and the connection ends: ask for
   * blocks then.
   */
  fetchListed(window: SequenceWindow): Promise<readonly FetchedHeaders[]>;
  fetchMessage(uid: number, limits: StructureLimits): Promise<FetchedMessage | null>;
  /** As sent, encoding included; null when there is no such message or part. */
  fetchPart(uid: number, partNumber: string, range: ByteRange): Promise<Buffer | null>;
  fetchSource(uid: number, range: ByteRange): Promise<Buffer | null>;
  /** UIDs, oldest first; keep the window small enough that all of it may match. */
  search(criteria: SearchCriteria, window: SequenceWindow): Promise<readonly number[]>;
  countMatches(criteria: SearchCriteria): Promise<number>;
  /** UIDs of mail whose header names the address, or contains it in a longer one: look again at each. */
  searchRecipient(address: string): Promise<readonly number[]>;
  /** How many messages have a lower UID, so the position just below a message that is gone. */
  countBelow(uid: number): Promise<number>;
  setFlags(
    uids: readonly number[],
    change: { readonly add?: readonly MailFlag[]; readonly remove?: readonly MailFlag[] },
  ): Promise<void>;
  /** Messages that are gone already are passed over. @throws `folder-gone`, `over-quota` */
  move(uids: readonly number[], path: string): Promise<MovedMessages | null>;
  /** For good. Messages that are gone already are passed over. */
  expunge(uids: readonly number[]): Promise<void>;
  /** @throws `folder-gone`, `over-quota` */
  append(path: string, content: Buffer, flags: readonly MailFlag[]): Promise<PlacedMessage | null>;
}

export interface StructureLimits {
  readonly headerBytes: number;
  readonly maxParts: number;
  readonly maxDepth: number;
}
