import { z } from "zod";
import { getAttachment as getAttachmentService } from "@/lib/messages/get-attachment";
import { attachmentSchema } from "@/lib/messages/schema";
import { defineDownload } from "../define-route";
import { findReadableInbox } from "../find-readable-inbox";
import { email, folder, messageId } from "../message-fields";
import { readingReasons } from "../reading-reasons";

export const getAttachment = defineDownload({
  method: "GET",
  path: "/api/v1/mailboxes/{email}/messages/{id}/attachments/{part}",
  tag: "Mail",
  summary: "One attachment",
  description:
    "Its encoding is undone and nothing else: always `application/octet-stream`, under a name that is safe to save. An answer that breaks off is not the whole file.",
  scope: "mail:read",
  reach: "mailbox",
  params: z.strictObject({
    email,
    id: messageId,
    part: attachmentSchema.shape.partNumber.meta({ description: "As the message lists it", example: "2" }),
  }),
  query: z.strictObject({ folder }),
  failures: readingReasons,
  failureFields: { "folder-not-found": "folder" },
  handle: async ({ context, actor, params, query }) => {
    const mailboxId = await findReadableInbox(context, actor, params.email);
    if (!mailboxId.ok) return mailboxId;
    const { id, part: partNumber } = params;
    const input = { mailboxId: mailboxId.value, messageId: id, partNumber, ...query };
    return getAttachmentService(context, actor, input);
  },
});
