import { z } from "zod";
import { fail, succeed } from "@/lib/errors/result";
import { findInboxId } from "@/lib/messages/find-inbox-id";
import { findMessages } from "@/lib/messages/find-messages";
import { cursorSchema, type FoundPage, searchLineSchema } from "@/lib/messages/schema";
import { defineTool } from "../mcp-tool";
import { showSummary } from "../show-message";
import { address, folder } from "../tool-fields";

export const checkMailbox = defineTool({
  name: "check_mailbox",
  title: "List a mailbox's messages",
  description:
    "The newest messages of a folder, or with `search` the newest that match: id, sender, subject. Marks nothing as seen.",
  scope: "mail:read",
  reach: "mailbox",
  input: z.strictObject({
    address,
    folder,
    unseen_only: z.boolean().default(false),
    search: searchLineSchema
      .optional()
      .describe('Words, from:anna, to:bob, subject:"two words"; all of it must hold'),
    limit: z.number().int().min(1).max(50).default(20),
    cursor: cursorSchema.optional().describe("next_cursor of the page before"),
  }),
  annotations: { readOnlyHint: true, openWorldHint: true },
  run: async ({ context, actor, input }) => {
    const mailboxId = await findInboxId(context, actor, input.address);
    if (mailboxId === null) return fail({ reason: "not-found" });
    const { address: _address, unseen_only: unseenOnly, ...wanted } = input;
    const page = await findMessages(context, actor, { mailboxId, unseenOnly, ...wanted });
    if (!page.ok) return page;
    const { messages, total, nextCursor, isPartial } = page.value;
    return succeed({
      text: describe(page.value, unseenOnly),
      data: { total, next_cursor: nextCursor, is_partial: isPartial },
      untrusted: { messages: messages.map(showSummary) },
    });
  },
});

function describe({ messages, total, nextCursor, isPartial }: FoundPage, unseenOnly: boolean): string {
  const kind = unseenOnly ? "unseen messages" : "messages";
  if (total !== null) return `${messages.length} of ${total} ${kind}, newest first.`;
  if (isPartial) return `${messages.length} ${kind} match so far; the cursor looks further.`;
  return `${messages.length} ${kind} match${nextCursor === null ? "" : "; there may be more behind the cursor"}.`;
}
