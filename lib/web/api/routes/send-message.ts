import { createHash } from "node:crypto";
import { z } from "zod";
import { fail, type Result } from "@/lib/errors/result";
import { folderKeySchema, messageIdSchema } from "@/lib/messages/schema";
import { findSenderId } from "@/lib/sending/find-sender-id";
import {
  MAX_ATTACHMENT_BYTES,
  MAX_ATTACHMENTS,
  MAX_BODY_CHARACTERS,
  MAX_RECIPIENTS,
} from "@/lib/sending/policy";
import type { SendFailure } from "@/lib/sending/schema";
import { sendMessage as sendMessageService } from "@/lib/sending/send-message";
import { defineRoute, reply } from "../define-route";
import type { Refusal } from "../describe-problem";
import { outgoingJson, toOutgoingJson } from "../outgoing-json";
import { readingReasons } from "../reading-reasons";

const LONGEST_RECIPIENT = 400;
/** Files in base64, and text and HTML at four bytes a character. */
const MOST_BODY_BYTES = Math.ceil((MAX_ATTACHMENT_BYTES * 4) / 3) + 8 * MAX_BODY_CHARACTERS;

const recipients = z.array(z.string().max(LONGEST_RECIPIENT)).max(MAX_RECIPIENTS).default([]);

const attachment = z.strictObject({
  file_name: z.string().min(1).max(255),
  mime_type: z
    .string()
    .max(127)
    .regex(/^[a-z0-9][\w.+-]*\/[a-z0-9][\w.+-]*$/i)
    .default("application/octet-stream"),
  content_base64: z.string().refine(isBase64, "Not base64 (RFC 4648, 4, with padding)."),
});

export const sendMessage = defineRoute({
  method: "POST",
  path: "/api/v1/messages",
  tag: "Mail",
  summary: "Send a message",
  description:
    "Taken for sending before this answers, and sent by the portal's worker; `Location` says how it goes on. With a token that lacks `mail:send-unattended` it waits in `awaiting-approval` until its owner lets it go at `approval_url`. With an `Idempotency-Key` it is sent once, however often the call is repeated, for as long as the portal knows the message.",
  scope: "mail:send",
  reach: "mailbox",
  maxBodyBytes: MOST_BODY_BYTES,
  body: z.strictObject({
    from: z.string().max(320).optional().meta({
      description:
        "One of the account's addresses or aliases; the account's own mailbox unless given, or the one that the token is limited to",
    }),
    to: recipients.meta({
      description: "One recipient each, `a@example.org` or `Ada <a@example.org>`; 100 with `cc` and `bcc`",
    }),
    cc: recipients,
    bcc: recipients,
    subject: z.string().max(500).default(""),
    text: z.string().max(MAX_BODY_CHARACTERS).default(""),
    html: z.string().max(MAX_BODY_CHARACTERS).optional(),
    attachments: z
      .array(attachment)
      .max(MAX_ATTACHMENTS)
      .default([])
      .meta({ description: "20 MiB together, before their encoding" }),
    in_reply_to: z
      .strictObject({ id: messageIdSchema, folder: folderKeySchema.default("inbox") })
      .optional()
      .meta({ description: "The message of this mailbox that is answered" }),
  }),
  output: z.strictObject({ outgoing: outgoingJson }),
  successes: { 202: "Taken for sending, or for its owner's approval; see `state`" },
  failures: [
    "cannot-send",
    "client-key-reused",
    "rate-limited",
    "recipient-invalid",
    "recipient-missing",
    "sender-not-own",
    "subject-invalid",
    "too-large-to-send",
    "too-many-recipients",
    ...readingReasons,
  ],
  failureFields: {
    "sender-not-own": "from",
    "recipient-missing": "to",
    "too-many-recipients": "to",
    "subject-invalid": "subject",
    "too-large-to-send": "attachments",
    "message-gone": "in_reply_to",
    "folder-not-found": "in_reply_to.folder",
  },
  handle: async ({ context, actor, body, idempotencyKey }) => {
    const mailboxId = await findSenderId(context, actor, body.from);
    if (mailboxId === null) return fail({ reason: body.from === undefined ? "not-found" : "sender-not-own" });
    const { in_reply_to: original, attachments, html, from } = body;
    const key = idempotencyKey === null ? {} : { clientKey: keyOf(actor.tokenId ?? "", idempotencyKey) };
    const taken = await sendMessageService(context, actor, {
      mailboxId,
      from,
      to: body.to.join(SEPARATOR),
      cc: body.cc.join(SEPARATOR),
      bcc: body.bcc.join(SEPARATOR),
      subject: body.subject,
      text: body.text,
      ...(html === undefined ? {} : { html }),
      mode: original ? "reply" : "new",
      ...(original ? { original: { folder: original.folder, messageId: original.id } } : {}),
      attachments: attachments.map(({ file_name, mime_type, content_base64 }) => ({
        fileName: file_name,
        mimeType: mime_type,
        content: Buffer.from(content_base64, "base64"),
      })),
      holdSeconds: 0,
      ...key,
    });
    if (!taken.ok) return explain(taken.failure, body);
    const outgoing = toOutgoingJson(taken.value, context.settings.appUrl);
    return reply(202, { outgoing }, { Location: `/api/v1/messages/outgoing/${outgoing.id}` });
  },
});

const SEPARATOR = ", ";

/** Keys of two tokens never meet, and the service's has a length of its own. */
function keyOf(tokenId: string, idempotencyKey: string): string {
  return `api:${createHash("sha256").update(`${tokenId}:${idempotencyKey}`).digest("base64url")}`;
}

type Lists = Readonly<Record<"to" | "cc" | "bcc", readonly string[]>>;

function explain(failure: SendFailure, lists: Lists): Result<never, Refusal<SendFailure["reason"]>> {
  if (failure.reason === "rate-limited") return fail(failure);
  if (failure.reason !== "recipient-invalid") return fail({ reason: failure.reason });
  const { reason, field, at } = failure;
  const message = "Not a plain address, alone or as `Name <address>`.";
  return fail({
    reason,
    errors: [{ field: `${field}.${indexAt(lists[field], at)}`, code: reason, message }],
  });
}

/** Which one of the joined recipients holds this position. */
function indexAt(list: readonly string[], position: number): number {
  let end = -SEPARATOR.length;
  const index = list.findIndex((text) => {
    end += SEPARATOR.length + text.length;
    return position <= end;
  });
  return Math.max(index, 0);
}

/** By hand: a regular expression with groups runs out of stack on 20 MiB. */
function isBase64(text: string): boolean {
  const end = text.endsWith("==") ? -2 : text.endsWith("=") ? -1 : undefined;
  return text.length % 4 === 0 && !/[^A-Za-z0-9+/]/.test(text.slice(0, end));
}
