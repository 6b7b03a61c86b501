import { z } from "zod";
import {
  folderKeySchema,
  type MailboxFailure,
  type MessageFailure,
  mailboxKeySchema,
  messageIdSchema,
} from "@/lib/messages/schema";
import { MAX_BODY_CHARACTERS, MAX_HOLD_SECONDS, MAX_RECIPIENTS } from "./policy";

/** Whom a message goes to, as it is shown and as the mail server is told. */
export interface Recipient {
  /** One line without any address in it; empty for none. */
  readonly name: string;
  /** ASCII: `local part@domain`, the domain in lower case and as A-labels. */
  readonly address: string;
}

export const recipientFields = ["to", "cc", "bcc"] as const;
export type RecipientField = (typeof recipientFields)[number];

export const sendingModes = ["new", "reply", "forward"] as const;
export type SendingMode = (typeof sendingModes)[number];

const LONGEST_RECIPIENTS = 400 * MAX_RECIPIENTS;
const recipientText = z.string().max(LONGEST_RECIPIENTS);

/** A message of the mailbox: the one that is answered or passed on, or the draft that this one was. */
const ownMessage = z.strictObject({ folder: folderKeySchema, messageId: messageIdSchema });

/** Everything of a message but its files, as forms and JSON bring it. Addresses are text: the service reads them. */
export const sendMessageSchema = mailboxKeySchema.omit({ ownerSecret: true }).extend({
  /** One of the mailbox's own addresses; the mailbox itself unless given. */
  from: z.string().max(320).optional(),
  to: recipientText.default(""),
  cc: recipientText.default(""),
  bcc: recipientText.default(""),
  subject: z.string().max(1_000).default(""),
  text: z.string().max(MAX_BODY_CHARACTERS).default(""),
  html: z.string().max(MAX_BODY_CHARACTERS).optional(),
  mode: z.enum(sendingModes).default("new"),
  /** What is answered or passed on. */
  original: ownMessage.optional(),
  /** The draft that this was; deleted once the message is sent. */
  draftId: messageIdSchema.optional(),
  /** How long it can be taken back. */
  holdSeconds: z.number().int().min(0).max(MAX_HOLD_SECONDS).default(0),
  /** Asked for twice with the same key it is sent once. */
  clientKey: z.string().min(8).max(200).optional(),
});

/** A file that is sent along. */
export interface NewAttachment {
  readonly fileName: string;
  readonly mimeType: string;
  readonly content: Uint8Array;
}

export type SendMessageInput = z.infer<typeof sendMessageSchema> & {
  readonly attachments?: readonly NewAttachment[];
};

export const outgoingKeySchema = z.strictObject({ outgoingId: z.uuid() });
export type OutgoingKey = z.infer<typeof outgoingKeySchema>;

export const listOutgoingSchema = z.strictObject({
  mailboxId: z.uuid(),
  limit: z.number().int().min(1).max(100).default(50),
  /** The last id of the page before. */
  cursor: z.uuid().optional(),
});
export type ListOutgoingInput = z.infer<typeof listOutgoingSchema>;

/** Signed in, by the message's id; otherwise by the link that was sent to its owner. */
export const decideSchema = z.union([outgoingKeySchema, z.strictObject({ token: z.string().max(200) })]);
export type DecideInput = z.infer<typeof decideSchema>;

export const outgoingStates = [
  "awaiting-approval",
  "held",
  "queued",
  "sending",
  "waiting",
  "sent",
  "maybe-sent",
  "failed",
  "cancelled",
  "rejected",
] as const;
export type OutgoingState = (typeof outgoingStates)[number];

/** Why a message waits, failed, or cannot be called sent. */
export const outgoingReasons = [
  /** Away, busy or silent: tried again. */
  "mail-server-unavailable",
  /** The server asked to come back later. */
  "server-says-later",
  /** The portal's own password was refused. */
  "login-refused",
  "mailbox-not-ready",
  "recipients-refused",
  /** The server does not let this mailbox send with that address. */
  "sender-refused",
  "too-large",
  /** By its content or by the server's rules. */
  "message-refused",
  "tried-too-long",
  /** The connection ended after the server had the message. */
  "answer-lost",
  /** The process that was sending it died. */
  "worker-died",
  "nobody-approved",
  "portal-error",
] as const;
export type OutgoingReason = (typeof outgoingReasons)[number];

export interface RefusedRecipient {
  readonly address: string;
  /** The server's status, such as `550 5.1.1`. */
  readonly code: string;
}

export interface OutgoingView {
  readonly id: string;
  readonly mailboxId: string;
  readonly state: OutgoingState;
  readonly reason: OutgoingReason | null;
  /** The mail server's status, such as `550 5.1.1`. */
  readonly serverCode: string | null;
  readonly from: Recipient;
  readonly to: readonly Recipient[];
  readonly cc: readonly Recipient[];
  readonly bcc: readonly Recipient[];
  readonly subject: string;
  /** With angle brackets. */
  readonly messageIdHeader: string;
  readonly sizeBytes: number;
  readonly isFromProgram: boolean;
  readonly createdAt: Date;
  /** Can be taken back until then. */
  readonly sendAt: Date;
  readonly nextAttemptAt: Date | null;
  readonly sentAt: Date | null;
  /** Whether the copy lies in the folder of sent mail. */
  readonly isFiled: boolean;
  /** Did not get it, though the others did. */
  readonly refused: readonly RefusedRecipient[];
  readonly canCancel: boolean;
  /** By a person only, with the same Message-ID. */
  readonly canSendAgain: boolean;
}

/** What the message says; gone once it is sent. */
export interface OutgoingBody {
  readonly text: string;
  readonly html: string | null;
  readonly attachments: readonly { readonly fileName: string; readonly sizeBytes: number }[];
}

export interface OutgoingDetail extends OutgoingView {
  readonly body: OutgoingBody | null;
}

/** Why a message was not taken for sending; nothing was sent or kept. */
export type SendFailure =
  | MailboxFailure
  /** This mailbox only receives: a visitor's, or one on a legacy domain. */
  | { readonly reason: "cannot-send" }
  | {
      readonly reason: "recipient-invalid";
      readonly field: RecipientField;
      /** Where in the field's text, from 0. */
      readonly at: number;
      readonly length: number;
    }
  | { readonly reason: "recipient-missing" }
  | { readonly reason: "too-many-recipients"; readonly most: number }
  | { readonly reason: "sender-not-own" }
  | { readonly reason: "subject-invalid" }
  | { readonly reason: "too-large-to-send"; readonly mostBytes: number }
  /** The key came before with another message. */
  | { readonly reason: "client-key-reused" }
  | { readonly reason: "rate-limited"; readonly retryAfterSeconds: number }
  /** The message that is answered cannot be read. */
  | MessageFailure;

export type OutgoingFailure = { readonly reason: "not-found" };
export type CancelFailure = OutgoingFailure | { readonly reason: "sending-begun" };
export type SendAgainFailure = OutgoingFailure | { readonly reason: "nothing-to-send-again" };
export type ApprovalFailure =
  | OutgoingFailure
  /** Only the person may, not the program that wrote it. */
  | { readonly reason: "not-allowed" }
  /** Decided already, or the link is too old. */
  | { readonly reason: "nothing-to-approve" };
