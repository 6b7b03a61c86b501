import { z } from "zod";
import { fail, succeed } from "@/lib/errors/result";
import { folderKeySchema, messageIdSchema } from "@/lib/messages/schema";
import { findSenderId } from "@/lib/sending/find-sender-id";
import { MAX_RECIPIENTS } from "@/lib/sending/policy";
import { sendMessage } from "@/lib/sending/send-message";
import { defineTool } from "../mcp-tool";

/** Agents write letters, not archives. */
const MOST_CHARACTERS = 200_000;
const recipients = z.array(z.string().max(400)).max(MAX_RECIPIENTS).default([]);

export const sendEmail = defineTool({
  name: "send_email",
  title: "Send a message",
  description:
    "Sends a text message from one of the account's addresses. Unless the token may send unattended, it waits until the owner lets it go on the portal's page: tell them the address that the answer names.",
  scope: "mail:send",
  reach: "mailbox",
  input: z.strictObject({
    from: z
      .string()
      .max(320)
      .optional()
      .describe("The account's own mailbox unless given, or the one that the token is limited to"),
    to: recipients.describe("One each: a@example.org or Ada <a@example.org>"),
    cc: recipients,
    bcc: recipients,
    subject: z.string().max(500).default(""),
    text: z.string().max(MOST_CHARACTERS),
    in_reply_to: z
      .strictObject({ id: messageIdSchema, folder: folderKeySchema.default("inbox") })
      .optional()
      .describe("The message that is answered"),
    request_key: z
      .string()
      .min(8)
      .max(100)
      .optional()
      .describe("The same key again sends nothing twice; make one up for each message"),
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  run: async ({ context, actor, input }) => {
    const mailboxId = await findSenderId(context, actor, input.from);
    if (mailboxId === null)
      return fail({ reason: input.from === undefined ? "not-found" : "sender-not-own" });
    const { in_reply_to: original, request_key: key } = input;
    const taken = await sendMessage(context, actor, {
      mailboxId,
      from: input.from,
      to: input.to.join(", "),
      cc: input.cc.join(", "),
      bcc: input.bcc.join(", "),
      subject: input.subject,
      text: input.text,
      mode: original ? "reply" : "new",
      ...(original ? { original: { folder: original.folder, messageId: original.id } } : {}),
      holdSeconds: 0,
      ...(key === undefined ? {} : { clientKey: `mcp:${key}` }),
    });
    if (!taken.ok) return taken;
    const { id, state } = taken.value;
    const page = `${context.settings.appUrl}/inbox/outgoing/${id}`;
    const awaitsApproval = state === "awaiting-approval";
    return succeed({
      text: awaitsApproval
        ? `Not sent yet: the owner has to approve it at ${page}. Tell them so; it cannot be approved from here.`
        : `Taken for sending (${state}); how it goes on is at ${page}.`,
      data: { id, state, awaits_approval: awaitsApproval, page },
    });
  },
});
