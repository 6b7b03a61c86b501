import { z } from "zod";
import { type OutgoingView, outgoingReasons, outgoingStates } from "@/lib/sending/schema";
import { instant, toInstant } from "./mailbox-json";

const recipient = z.strictObject({ name: z.string(), address: z.string() });

export const outgoingJson = z.strictObject({
  id: z.uuid(),
  state: z.enum(outgoingStates).meta({
    description:
      "`awaiting-approval` until its owner lets it go, `waiting` is tried again by itself, `maybe-sent` never",
  }),
  reason: z.enum(outgoingReasons).nullable().meta({ description: "Why it waits or failed" }),
  server_code: z.string().nullable().meta({ description: "The mail server's status", example: "550 5.1.1" }),
  approval_url: z
    .url()
    .nullable()
    .meta({ description: "Where the owner decides; null unless it awaits that" }),
  from: recipient,
  to: z.array(recipient),
  cc: z.array(recipient),
  bcc: z.array(recipient),
  subject: z.string(),
  message_id_header: z.string(),
  size_bytes: z.number().int().min(0),
  refused: z
    .array(z.strictObject({ address: z.string(), code: z.string() }))
    .meta({ description: "Recipients that the mail server refused while it took the others" }),
  created_at: instant,
  next_attempt_at: instant.nullable(),
  sent_at: instant.nullable(),
});

/** `appUrl` without a slash at its end. */
export function toOutgoingJson(message: OutgoingView, appUrl: string): z.input<typeof outgoingJson> {
  const { id, state } = message;
  return {
    id,
    state,
    reason: message.reason,
    server_code: message.serverCode,
    approval_url: state === "awaiting-approval" ? `${appUrl}/inbox/outgoing/${id}` : null,
    from: message.from,
    to: [...message.to],
    cc: [...message.cc],
    bcc: [...message.bcc],
    subject: message.subject,
    message_id_header: message.messageIdHeader,
    size_bytes: message.sizeBytes,
    refused: message.refused.map(({ address, code }) => ({ address, code })),
    created_at: message.createdAt.toISOString(),
    next_attempt_at: toInstant(message.nextAttemptAt),
    sent_at: toInstant(message.sentAt),
  };
}
