import { z } from "zod";
import { getMessage as getMessageService } from "@/lib/messages/get-message";
import { defineRoute, reply } from "../define-route";
import { findReadableInbox } from "../find-readable-inbox";
import { email, folder, messageId } from "../message-fields";
import { messageJson, toMessageJson } from "../message-json";
import { readingReasons } from "../reading-reasons";

export const getMessage = defineRoute({
  method: "GET",
  path: "/api/v1/mailboxes/{email}/messages/{id}",
  tag: "Mail",
  summary: "One message",
  description:
    "It becomes seen. `html` is what the sender wrote, and `one_time_code` what a sign-in message brings.",
  scope: "mail:read",
  reach: "mailbox",
  params: z.strictObject({ email, id: messageId }),
  query: z.strictObject({ folder }),
  output: z.strictObject({ message: messageJson }),
  successes: { 200: "The message" },
  failures: readingReasons,
  failureFields: { "folder-not-found": "folder" },
  handle: async ({ context, actor, params, query }) => {
    const mailboxId = await findReadableInbox(context, actor, params.email);
    if (!mailboxId.ok) return mailboxId;
    const input = { mailboxId: mailboxId.value, messageId: params.id, ...query };
    const read = await getMessageService(context, actor, input);
    return read.ok ? reply(200, { message: toMessageJson(read.value) }) : read;
  },
});
