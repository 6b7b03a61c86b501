import { z } from "zod";
import { succeed } from "@/lib/errors/result";
import { getRawMessage as getRawMessageService } from "@/lib/messages/get-raw-message";
import { formatMessageId } from "@/lib/messages/schema";
import { defineDownload } from "../define-route";
import { findReadableInbox } from "../find-readable-inbox";
import { email, folder, messageId } from "../message-fields";
import { readingReasons } from "../reading-reasons";

export const getRawMessage = defineDownload({
  method: "GET",
  path: "/api/v1/mailboxes/{email}/messages/{id}/raw",
  tag: "Mail",
  summary: "One message as the mail server holds it",
  description: "Byte for byte, and not marked as seen. An answer that breaks off is not the whole message.",
  scope: "mail:read",
  reach: "mailbox",
  params: z.strictObject({ email, id: messageId }),
  query: z.strictObject({ folder }),
  failures: readingReasons,
  failureFields: { "folder-not-found": "folder" },
  handle: async ({ context, actor, params, query }) => {
    const mailboxId = await findReadableInbox(context, actor, params.email);
    if (!mailboxId.ok) return mailboxId;
    const input = { mailboxId: mailboxId.value, messageId: params.id, ...query };
    const raw = await getRawMessageService(context, actor, input);
    if (!raw.ok) return raw;
    const fileName = `message-${formatMessageId(params.id)}.eml`;
    return succeed({ fileName, content: raw.value.content });
  },
});
