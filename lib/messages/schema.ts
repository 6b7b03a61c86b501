import { z } from "zod";

/** Which mailbox, and, for a visitor's browser, the secret that made it the owner's. */
export const mailboxKeySchema = z.strictObject({
  mailboxId: z.uuid(),
  ownerSecret: z.string().max(200).optional(),
});
export type MailboxKey = { readonly mailboxId: string; readonly ownerSecret?: string | undefined };

const MAX_UID = 0xffff_ffff;

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

export type ListMessagesInput = MailboxKey & {
  readonly limit: number;
  readonly cursor?: z.infer<typeof cursorSchema> | undefined;
};

export const messageSchema = mailboxKeySchema.extend({ messageId: messageIdSchema });
export type MessageInput = MailboxKey & { readonly messageId: MessageId };

export const attachmentSchema = messageSchema.extend({
  partNumber: z.string().regex(/^\d{1,5}(\.\d{1,5}){0,20}$/),
});
export type AttachmentInput = MessageInput & { readonly partNumber: string };

export interface Correspondent {
  readonly name: string;
  readonly address: string;
}

export interface MessageSummary {
  readonly id: string;
  readonly subject: string;
  readonly from: Correspondent | null;
  /** When the server took it in; the sender's own date can say anything. */
  readonly receivedAt: Date | null;
  readonly sizeBytes: number;
  readonly isSeen: boolean;
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
  readonly to: readonly Correspondent[];
  readonly cc: readonly Correspondent[];
  readonly replyTo: readonly Correspondent[];
  readonly sentAt: Date | null;
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
  /** Made so that reading it would cost too much; the raw message can still be had. */
  | { readonly reason: "message-too-complex" };
