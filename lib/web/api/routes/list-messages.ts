import { z } from "zod";
import { listMessages as listMessagesService } from "@/lib/messages/list-messages";
import { cursorSchema } from "@/lib/messages/schema";
import { defineRoute, reply } from "../define-route";
import { findReadableInbox } from "../find-readable-inbox";
import { email, folder } from "../message-fields";
import { messageSummaryJson, toMessageSummaryJson } from "../message-json";
import { queryFlag } from "../query-flag";
import { readingReasons } from "../reading-reasons";

const MOST_MESSAGES = 100;
const USUAL_MESSAGES = 50;

export const listMessages = defineRoute({
  method: "GET",
  path: "/api/v1/mailboxes/{email}/messages",
  tag: "Mail",
  summary: "The messages of a folder, newest first",
  description: "Changes nothing: messages stay unseen until one is read.",
  scope: "mail:read",
  params: z.strictObject({ email }),
  query: z.strictObject({
    folder,
    unseen: queryFlag.meta({ description: "Only those that nobody has read" }),
    cursor: cursorSchema.optional().meta({ description: "`next_cursor` of the page before" }),
    limit: z.coerce.number().int().min(1).max(MOST_MESSAGES).default(USUAL_MESSAGES),
  }),
  output: z.strictObject({
    messages: z.array(messageSummaryJson),
    next_cursor: z.string().nullable().meta({ description: "Null on the last page" }),
    total: z.number().int().min(0).meta({ description: "In the folder; with `unseen` the unseen ones" }),
  }),
  successes: { 200: "One page" },
  failures: readingReasons,
  failureFields: { "folder-not-found": "folder" },
  handle: async ({ context, actor, params, query: { unseen, ...query } }) => {
    const mailboxId = await findReadableInbox(context, actor, params.email);
    if (!mailboxId.ok) return mailboxId;
    const input = { mailboxId: mailboxId.value, unseenOnly: unseen, ...query };
    const page = await listMessagesService(context, actor, input);
    if (!page.ok) return page;
    const { messages, nextCursor, total } = page.value;
    return reply(200, { messages: messages.map(toMessageSummaryJson), next_cursor: nextCursor, total });
  },
});
