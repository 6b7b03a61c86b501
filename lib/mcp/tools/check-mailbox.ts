import { z } from "zod";
import { fail, succeed } from "@/lib/errors/result";
import { findInboxId } from "@/lib/messages/find-inbox-id";
import { listMessages } from "@/lib/messages/list-messages";
import { cursorSchema } from "@/lib/messages/schema";
import { defineTool } from "../mcp-tool";
import { showSummary } from "../show-message";
import { address, folder } from "../tool-fields";

export const checkMailbox = defineTool({
  name: "check_mailbox",
  title: "List a mailbox's messages",
  description: "The newest messages of a folder: id, sender, subject. Marks nothing as seen.",
  scope: "mail:read",
  input: z.strictObject({
    address,
    folder,
    unseen_only: z.boolean().default(false),
    limit: z.number().int().min(1).max(50).default(20),
    cursor: cursorSchema.optional().describe("next_cursor of the page before"),
  }),
  annotations: { readOnlyHint: true, openWorldHint: true },
  run: async ({ context, actor, input }) => {
    const mailboxId = await findInboxId(context, actor, input.address);
    if (mailboxId === null) return fail({ reason: "not-found" });
    const { folder: key, limit, cursor, unseen_only: unseenOnly } = input;
    const page = await listMessages(context, actor, { mailboxId, folder: key, limit, cursor, unseenOnly });
    if (!page.ok) return page;
    const { messages, total, nextCursor } = page.value;
    return succeed({
      text: `${messages.length} of ${total} ${unseenOnly ? "unseen messages" : "messages"}, newest first.`,
      data: { total, next_cursor: nextCursor },
      untrusted: { messages: messages.map(showSummary) },
    });
  },
});
