import { z } from "zod";
import { fail } from "@/lib/errors/result";
import { MAX_WAIT_SECONDS, waitForMessage as waitForMessageService } from "@/lib/messages/wait-for-message";
import { defineRoute, reply } from "../define-route";
import { findReadableInbox } from "../find-readable-inbox";
import { email } from "../message-fields";
import { messageJson, toMessageJson } from "../message-json";
import { readingReasons } from "../reading-reasons";

const USUAL_WAIT_SECONDS = 30;
const part = z.string().trim().min(1).max(200).optional();

export const waitForMessage = defineRoute({
  method: "POST",
  path: "/api/v1/mailboxes/{email}/messages/wait",
  tag: "Mail",
  summary: "Wait for a message",
  description:
    "For tests and scripts: answers as soon as a message that fits lies in the inbox, 408 `no-message-came` when none came in time. Without `since` only mail counts that comes after the call began; to miss nothing, take the time before whatever makes the mail be sent. The message becomes seen.",
  scope: "mail:read",
  reach: "mailbox",
  params: z.strictObject({ email }),
  body: z.strictObject({
    from: part.meta({ description: "Part of the sender's name or address; letter case does not matter" }),
    subject: part.meta({ description: "Part of the subject; letter case does not matter" }),
    has_code: z.boolean().default(false).meta({ description: "Only a message with a one-time code" }),
    since: z.iso
      .datetime({ offset: true })
      .transform((text) => new Date(text))
      .optional()
      .meta({ description: "Mail that came from this second on counts as well" }),
    timeout_seconds: z.number().int().min(1).max(MAX_WAIT_SECONDS).default(USUAL_WAIT_SECONDS),
  }),
  output: z.strictObject({ message: messageJson }),
  successes: { 200: "The oldest message that fits" },
  failures: ["no-message-came", ...readingReasons],
  handle: async ({ context, actor, params, body, signal }) => {
    const mailboxId = await findReadableInbox(context, actor, params.email);
    if (!mailboxId.ok) return mailboxId;
    const { has_code: hasCode, timeout_seconds: timeoutSeconds, ...wanted } = body;
    const input = { mailboxId: mailboxId.value, hasCode, timeoutSeconds, ...wanted };
    const waited = await waitForMessageService(context, actor, input, signal);
    if (!waited.ok) return waited;
    if (!waited.value) return fail({ reason: "no-message-came" });
    return reply(200, { message: toMessageJson(waited.value) });
  },
});
