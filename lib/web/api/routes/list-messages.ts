import { z } from "zod";
import { findMessages } from "@/lib/messages/find-messages";
import { cursorSchema, searchLineSchema } from "@/lib/messages/schema";
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
  description:
    "Changes nothing: messages stay unseen until one is read. With `search` those that match, found by the mail server for three seconds at most; where `is_partial` is true the time was over before the page was full, and `next_cursor` looks further.",
  scope: "mail:read",
  reach: "mailbox",
  params: z.strictObject({ email }),
  query: z.strictObject({
    folder,
    unseen: queryFlag.meta({ description: "Only those that nobody has read" }),
    search: searchLineSchema.optional().meta({
      description:
        'As in the search box of the page: words, `from:anna`, `to:bob`, `subject:"two words"`; all of it must hold',
      example: "from:shop invoice",
    }),
    cursor: cursorSchema.optional().meta({ description: "`next_cursor` of the page before" }),
    limit: z.coerce.number().int().min(1).max(MOST_MESSAGES).default(USUAL_MESSAGES),
  }),
  output: z.strictObject({
    messages: z.array(messageSummaryJson),
    next_cursor: z.string().nullable().meta({ description: "Null on the last page" }),
    total: z
      .number()
      .int()
      .min(0)
      .nullable()
      .meta({ description: "In the folder; with `unseen` the unseen ones, null with `search`" }),
    is_partial: z.boolean().meta({ description: "The search was cut short: ask on with `next_cursor`" }),
  }),
  successes: { 200: "One page" },
  failures: readingReasons,
  failureFields: { "folder-not-found": "folder" },
  handle: async ({ context, actor, params, query: { unseen, ...query } }) => {
    const mailboxId = await findReadableInbox(context, actor, params.email);
    if (!mailboxId.ok) return mailboxId;
    const input = { mailboxId: mailboxId.value, unseenOnly: unseen, ...query };
    const page = await findMessages(context, actor, input);
    if (!page.ok) return page;
    const { messages, nextCursor, total, isPartial } = page.value;
    return reply(200, {
      messages: messages.map(toMessageSummaryJson),
      next_cursor: nextCursor,
      total,
      is_partial: isPartial,
    });
  },
});
