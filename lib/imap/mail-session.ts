/** A message as a list shows it. Everything in it was written by strangers. */
export interface FetchedHeaders {
  readonly uid: number;
  /** Position in the folder, from 1 for the oldest. */
  readonly sequence: number;
  readonly sizeBytes: number;
  readonly receivedAt: Date | null;
  readonly isSeen: boolean;
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

/**
 * The inbox of one mailbox, opened read-write. Takes numbers and checked addresses only, so that nothing a person
 * or a message says becomes part of a command.
 * @throws {ImapError}
 */
export interface MailSession {
  /** Changes when the server numbers the folder anew: UIDs from before mean nothing then. */
  readonly uidValidity: string;
  readonly messageCount: number;
  /** Asks what changed: a connection that was neither listening nor asked anything has not heard of new mail. */
  refresh(): Promise<void>;
  /** Both ends included, oldest first. */
  fetchWindow(first: number, last: number, headerBytes: number): Promise<readonly FetchedHeaders[]>;
  fetchByUids(uids: readonly number[], headerBytes: number): Promise<readonly FetchedHeaders[]>;
  fetchMessage(uid: number, limits: StructureLimits): Promise<FetchedMessage | null>;
  /** As sent, encoding included; null when there is no such message or part. */
  fetchPart(uid: number, partNumber: string, range: ByteRange): Promise<Buffer | null>;
  fetchSource(uid: number, range: ByteRange): Promise<Buffer | null>;
  /** UIDs of mail whose header names the address, or contains it in a longer one: look again at each. */
  searchRecipient(address: string): Promise<readonly number[]>;
  /** UIDs below this one, oldest first. */
  searchBelow(uid: number): Promise<readonly number[]>;
  markSeen(uid: number): Promise<void>;
  removeMessage(uid: number): Promise<boolean>;
}

export interface StructureLimits {
  readonly headerBytes: number;
  readonly maxParts: number;
  readonly maxDepth: number;
}
