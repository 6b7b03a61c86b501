import { z } from "zod";
import { parseSearch } from "./parse-search";

/** Which mailbox, and, for a visitor's browser, the secret that made it the owner's. */
export const mailboxKeySchema = z.strictObject({
  mailboxId: z.uuid(),
  ownerSecret: z.string().max(200).optional(),
});
export type MailboxKey = { readonly mailboxId: string; readonly ownerSecret?: string | undefined };

const MAX_UID = 0xffff_ffff;
/** Of one request; a list page has 50. */
const MAX_MESSAGES_AT_ONCE = 500;

/**
 * A folder as URLs and programs name it: its role where it has one, else its path. It is looked up in the server's own
 * list and never becomes part of a command.
 */
export const folderKeySchema = z.string().min(1).max(1_100);

/** What a folder is for. */
export const folderRoles = ["inbox", "drafts", "sent", "archive", "junk", "trash"] as const;
export type FolderRole = (typeof folderRoles)[number];

/** A message's lasting name: the folder's numbering and the number in it. */
export const messageIdSchema = z
  .string()
  .regex(/^[1-9]\d{0,9}\.[1-9]\d{0,9}$/)
  .transform((text) => {
    const [validity = "", number = ""] = text.split(".");
    return { uidValidity: validity, uid: Number(number) };
  })
  .refine(({ uid }) => uid <= MAX_UID);
export type MessageId = z.infer<typeof messageIdSchema>;

export function formatMessageId({ uidValidity: validity, uid: number }: MessageId): string {
  return `${validity}.${number}`;
}

/** Says where a page ended: numbering, number and position of its last message. */
export const cursorSchema = z
  .string()
  .regex(/^[1-9]\d{0,9}\.[1-9]\d{0,9}\.[1-9]\d{0,9}$/)
  .transform((text) => {
    const [validity = "", number = "", position = ""] = text.split(".");
    return { uidValidity: validity, uid: Number(number), sequence: Number(position) };
  })
  .refine(({ uid, sequence }) => uid <= MAX_UID && sequence <= MAX_UID);

export type Cursor = z.infer<typeof cursorSchema>;

/** Which folder of which mailbox; the inbox where none is named. */
export type FolderInput = MailboxKey & { readonly folder?: string | undefined };

export type ListMessagesInput = FolderInput & {
  readonly limit: number;
  readonly cursor?: Cursor | undefined;
  readonly unseenOnly?: boolean | undefined;
};

/** One line, as a person types it into a search field. */
const searchText = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^\P{Cc}*$/u);

/** All of it must hold. Words are looked for by the mail server, ignoring case. */
export const searchQuerySchema = z.strictObject({
  /** Anywhere in the message. */
  text: searchText.optional(),
  from: searchText.optional(),
  to: searchText.optional(),
  subject: searchText.optional(),
  /** Days, by when the server took the message in. */
  since: z.coerce.date().optional(),
  before: z.coerce.date().optional(),
  unseen: z.boolean().optional(),
  flagged: z.boolean().optional(),
  hasAttachment: z.boolean().optional(),
});
export type SearchQuery = z.infer<typeof searchQuerySchema>;

/** A search box's whole line: what is said of the page's box holds for programs too. */
export const searchLineSchema = z
  .string()
  .max(1_000)
  .transform((line, context) => {
    const query = searchQuerySchema.safeParse(parseSearch(line) ?? NOTHING);
    if (query.success) return query.data;
    const message = "Words to look for, alone or as from:, to: or subject:, of 200 characters each.";
    context.addIssue({ code: "custom", message });
    return z.NEVER;
  });

/** Fits no query: a search for nothing would list everything. */
const NOTHING = { text: "" };

export type SearchMessagesInput = FolderInput & {
  readonly query: SearchQuery;
  readonly limit: number;
  readonly cursor?: Cursor | undefined;
};

/** One page for programs, of the folder or of what matches in it. */
export type FindMessagesInput = ListMessagesInput & { readonly search?: SearchQuery | undefined };

export const messageSchema = mailboxKeySchema.extend({
  folder: folderKeySchema.optional(),
  messageId: messageIdSchema,
});
export type MessageInput = FolderInput & { readonly messageId: MessageId };

export const messageIdsSchema = z.array(messageIdSchema).min(1).max(MAX_MESSAGES_AT_ONCE);
export type MessagesInput = FolderInput & { readonly messageIds: readonly MessageId[] };

export type FlagMessagesInput = MessagesInput & {
  readonly seen?: boolean | undefined;
  readonly flagged?: boolean | undefined;
};

/** `target` is a folder key. */
export type MoveMessagesInput = MessagesInput & { readonly target: string };

export const attachmentSchema = messageSchema.extend({
  partNumber: z.string().regex(/^\d{1,5}(\.\d{1,5}){0,20}$/),
});
export type AttachmentInput = MessageInput & { readonly partNumber: string };

export interface Correspondent {
  readonly name: string;
  readonly address: string;
}

export interface FolderView {
  readonly key: string;
  /** The server's name for it; pages have words of their own for folders with a role. */
  readonly name: string;
  readonly role: FolderRole | null;
  readonly unread: number;
  readonly total: number;
  /** How many folders it lies in. */
  readonly depth: number;
  /** False for one that only holds other folders. */
  readonly isSelectable: boolean;
}

export interface MessageSummary {
  readonly id: string;
  readonly subject: string;
  readonly from: Correspondent | null;
  /** When the server took it in; the sender's own date can say anything. */
  readonly receivedAt: Date | null;
  readonly sizeBytes: number;
  /** The first few. */
  readonly to: readonly Correspondent[];
  readonly isSeen: boolean;
  readonly isFlagged: boolean;
  readonly isAnswered: boolean;
  readonly isDraft: boolean;
  readonly hasAttachments: boolean;
  /** The sender's name for the message, with its angle brackets; anybody can write anything there. */
  readonly messageIdHeader: string | null;
  /** The same for all messages of a conversation. */
  readonly threadKey: string;
  /** True when the header could not be read: show it as such, the raw message can still be had. */
  readonly isUnreadable: boolean;
}

export interface MessagePage {
  readonly messages: readonly MessageSummary[];
  /** Ask again with it for older mail; null on the last page. */
  readonly nextCursor: string | null;
  /** In the whole mailbox; of a shared account only what belongs to this address. */
  readonly total: number;
}

/** What a search found so far, newest first. */
export interface SearchPage {
  readonly messages: readonly MessageSummary[];
  /** Ask again with it to look further; null when all of the folder was looked through. */
  readonly nextCursor: string | null;
  /** The time for one answer was over before a page was full: there may be more. */
  readonly isPartial: boolean;
}

export interface FoundPage extends SearchPage {
  /** Null of a search: counting all matches would take as long as finding them. */
  readonly total: number | null;
}

/** A message of a conversation, and the folder it lies in. */
export interface ThreadMessage extends MessageSummary {
  readonly folder: string;
}

export interface MovedMessage {
  readonly from: string;
  /** Its name in the folder it went to; null when it is gone for good, or the server does not tell. */
  readonly to: string | null;
}

/** Move `to` from `folder` back to undo. */
export interface MoveOutcome {
  readonly moved: readonly MovedMessage[];
  /** Where they lie now; null when they are gone for good. */
  readonly folder: string | null;
}

export interface AttachmentView {
  readonly partNumber: string;
  /** Safe to show and to save under. */
  readonly fileName: string;
  readonly mimeType: string;
  /** As sent; what is saved is about three quarters of it where the encoding is base64. */
  readonly encodedBytes: number;
}

/** An image the message carries and its HTML names by `cid:`. */
export interface InlineImage {
  readonly contentId: string;
  readonly mimeType: string;
  readonly base64: string;
}

export interface MessageView extends MessageSummary {
  readonly cc: readonly Correspondent[];
  readonly replyTo: readonly Correspondent[];
  readonly sentAt: Date | null;
  readonly inReplyTo: string | null;
  /** The conversation before it, oldest first. */
  readonly references: readonly string[];
  /** Null when the message has none. Shown by textContent only. */
  readonly text: string | null;
  /** As the sender wrote it: hostile until it went through the three walls of docs/adr/0011. */
  readonly html: string | null;
  readonly inlineImages: readonly InlineImage[];
  readonly attachments: readonly AttachmentView[];
  /** A part was longer, or the message had more parts, than is shown: the raw message has all of it. */
  readonly isCut: boolean;
  readonly oneTimeCode: string | null;
}

/** Why mail cannot be shown now. */
export type MailboxFailure =
  /** No such mailbox, or not this actor's: the two cannot be told apart. */
  | { readonly reason: "not-found" }
  /** Not made yet, switched off, or being deleted. */
  | { readonly reason: "mailbox-not-ready" }
  /** The portal's own password for it was revoked or is wrong: an admin can have it renewed. */
  | { readonly reason: "mailbox-login-refused" }
  /** Away, busy or silent; nothing is wrong with the mailbox. */
  | { readonly reason: "mail-server-unavailable" };

export type MessageFailure =
  | MailboxFailure
  | { readonly reason: "message-gone" }
  | { readonly reason: "folder-not-found" }
  /** The mailbox has no room for it. */
  | { readonly reason: "quota-exceeded" }
  /** Made so that reading it would cost too much; the raw message can still be had. */
  | { readonly reason: "message-too-complex" };
