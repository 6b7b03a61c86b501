import { z } from "zod";
import { fail, succeed } from "@/lib/errors/result";
import { findInboxId } from "@/lib/messages/find-inbox-id";
import { MAX_WAIT_SECONDS, waitForMessage as waitForMessageService } from "@/lib/messages/wait-for-message";
import { defineTool } from "../mcp-tool";
import { showMessage } from "../show-message";
import { address } from "../tool-fields";

/** Clients give up on a tool after a minute. */
const USUAL_WAIT_SECONDS = 45;
const part = z.string().trim().min(1).max(200).optional();

export const waitForMessage = defineTool({
  name: "wait_for_message",
  title: "Wait for a message",
  description:
    "Waits for mail in the inbox and answers with the message as soon as one that fits is there, with its one-time code. Without `since` only mail that comes from now on counts. Call again when none came.",
  scope: "mail:read",
  reach: "mailbox",
  input: z.strictObject({
    address,
    from: part.describe("Part of the sender's name or address"),
    subject: part.describe("Part of the subject"),
    has_code: z.boolean().default(false).describe("Only a message with a one-time code"),
    since: z.iso
      .datetime({ offset: true })
      .transform((text) => new Date(text))
      .optional()
      .describe("Mail that came since this time counts as well"),
    timeout_seconds: z.number().int().min(1).max(MAX_WAIT_SECONDS).default(USUAL_WAIT_SECONDS),
  }),
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: true },
  run: async ({ context, actor, input, signal }) => {
    const mailboxId = await findInboxId(context, actor, input.address);
    if (mailboxId === null) return fail({ reason: "not-found" });
    const { address: _address, has_code: hasCode, timeout_seconds: timeoutSeconds, ...wanted } = input;
    const asked = { mailboxId, hasCode, timeoutSeconds, ...wanted };
    const waited = await waitForMessageService(context, actor, asked, signal);
    if (!waited.ok) return waited;
    if (!waited.value) {
      return succeed({ text: `Nothing that fits came within ${timeoutSeconds} s.`, data: { came: false } });
    }
    return succeed({
      text: `The message ${waited.value.id} came.`,
      data: { came: true, id: waited.value.id },
      untrusted: { message: showMessage(waited.value) },
    });
  },
});
