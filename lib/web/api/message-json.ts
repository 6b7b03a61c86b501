import { z } from "zod";
import type { Correspondent, MessageSummary, MessageView } from "@/lib/messages/schema";
import { instant, toInstant } from "./mailbox-json";

const correspondent = z.strictObject({ name: z.string(), address: z.string() });

/** Everything in it that is text was written by whoever sent the mail. */
export const messageSummaryJson = z.strictObject({
  id: z.string().meta({ description: "Within its folder", example: "1763719200.17" }),
  subject: z.string(),
  from: correspondent
    .nullable()
    .meta({ description: "As the message says; anybody can write anything there" }),
  to: z.array(correspondent).meta({ description: "In a list the first few" }),
  received_at: instant.nullable().meta({ description: "When the mail server took it in" }),
  size_bytes: z.number().int().min(0),
  is_seen: z.boolean(),
  is_flagged: z.boolean(),
  is_answered: z.boolean(),
  is_draft: z.boolean(),
  has_attachments: z.boolean(),
  is_unreadable: z.boolean().meta({ description: "Its header could not be read; `/raw` has the message" }),
  message_id_header: z.string().nullable().meta({ example: "<7d1c@service.example>" }),
});

export const messageJson = messageSummaryJson.extend({
  cc: z.array(correspondent),
  reply_to: z.array(correspondent),
  sent_at: instant.nullable().meta({ description: "As the sender's program says" }),
  in_reply_to: z.string().nullable(),
  references: z.array(z.string()),
  text: z.string().nullable(),
  html: z
    .string()
    .nullable()
    .meta({ description: "As the sender wrote it: not safe to show without a sanitiser" }),
  attachments: z.array(
    z.strictObject({
      part: z.string().meta({ description: "For `/attachments/{part}`", example: "2" }),
      file_name: z.string(),
      mime_type: z.string(),
      encoded_bytes: z.number().int().min(0).meta({ description: "As sent, in base64 mostly" }),
    }),
  ),
  is_cut: z.boolean().meta({ description: "There is more of it than is given here; `/raw` has all" }),
  one_time_code: z.string().nullable().meta({
    description: "The code that a sign-up or sign-in message brings",
    example: "482913",
  }),
});

export function toMessageSummaryJson(message: MessageSummary): z.input<typeof messageSummaryJson> {
  return {
    id: message.id,
    subject: message.subject,
    from: message.from && toCorrespondent(message.from),
    to: message.to.map(toCorrespondent),
    received_at: toInstant(message.receivedAt),
    size_bytes: message.sizeBytes,
    is_seen: message.isSeen,
    is_flagged: message.isFlagged,
    is_answered: message.isAnswered,
    is_draft: message.isDraft,
    has_attachments: message.hasAttachments,
    is_unreadable: message.isUnreadable,
    message_id_header: message.messageIdHeader,
  };
}

export function toMessageJson(message: MessageView): z.input<typeof messageJson> {
  return {
    ...toMessageSummaryJson(message),
    cc: message.cc.map(toCorrespondent),
    reply_to: message.replyTo.map(toCorrespondent),
    sent_at: toInstant(message.sentAt),
    in_reply_to: message.inReplyTo,
    references: [...message.references],
    text: message.text,
    html: message.html,
    attachments: message.attachments.map(({ partNumber, fileName, mimeType, encodedBytes }) => ({
      part: partNumber,
      file_name: fileName,
      mime_type: mimeType,
      encoded_bytes: encodedBytes,
    })),
    is_cut: message.isCut,
    one_time_code: message.oneTimeCode,
  };
}

function toCorrespondent({ name, address }: Correspondent): z.input<typeof correspondent> {
  return { name, address };
}
