import { z } from "zod";
import { fail, succeed } from "@/lib/errors/result";
import { findInboxId } from "@/lib/messages/find-inbox-id";
import { getMessage } from "@/lib/messages/get-message";
import { messageIdSchema } from "@/lib/messages/schema";
import { defineTool } from "../mcp-tool";
import { showMessage } from "../show-message";
import { address, folder } from "../tool-fields";

export const readMessage = defineTool({
  name: "read_message",
  title: "Read a message",
  description: "One message as text, with the one-time code it brings, if any. It becomes seen.",
  scope: "mail:read",
  reach: "mailbox",
  input: z.strictObject({ address, folder, id: messageIdSchema.describe("As check_mailbox shows it") }),
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: true },
  run: async ({ context, actor, input }) => {
    const mailboxId = await findInboxId(context, actor, input.address);
    if (mailboxId === null) return fail({ reason: "not-found" });
    const { folder: key, id: messageId } = input;
    const read = await getMessage(context, actor, { mailboxId, folder: key, messageId });
    if (!read.ok) return read;
    return succeed({
      text: `The message ${read.value.id}.`,
      data: { id: read.value.id },
      untrusted: { message: showMessage(read.value) },
    });
  },
});
