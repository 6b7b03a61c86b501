import { z } from "zod";
import type { DeliveryView, WebhookView } from "@/lib/notifications/queries";
import { deliveryStates, webhookEvents } from "@/lib/notifications/schema";
import { instant, toInstant } from "./mailbox-json";

export const webhookSecret = z.string().meta({
  description: "Standard Webhooks signing secret; told this once",
  example: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
});

export const webhookJson = z.strictObject({
  id: z.uuid(),
  url: z.string(),
  events: z.array(z.enum(webhookEvents)),
  is_active: z.boolean(),
  everybodys: z.boolean().meta({ description: "True hears of everybody's mailboxes" }),
  created_at: instant,
});

export const deliveryJson = z.strictObject({
  id: z.uuid().meta({ description: "As `webhook-id`" }),
  event: z.enum(webhookEvents),
  state: z.enum(deliveryStates),
  attempts: z.number().int(),
  response_status: z.number().int().nullable().meta({ description: "Null when nobody answered" }),
  error: z.string().nullable().meta({ description: "Why the last try failed" }),
  payload: z.unknown(),
  created_at: instant,
  next_attempt_at: instant.nullable(),
  delivered_at: instant.nullable(),
});

export function toWebhookJson(webhook: WebhookView): z.input<typeof webhookJson> {
  return {
    id: webhook.id,
    url: webhook.url,
    events: [...webhook.events],
    is_active: webhook.isActive,
    everybodys: webhook.accountId === null,
    created_at: webhook.createdAt.toISOString(),
  };
}

export function toDeliveryJson(delivery: DeliveryView): z.input<typeof deliveryJson> {
  return {
    id: delivery.id,
    event: delivery.event,
    state: delivery.state,
    attempts: delivery.attempts,
    response_status: delivery.responseStatus,
    error: delivery.error,
    payload: delivery.payload,
    created_at: delivery.createdAt.toISOString(),
    next_attempt_at: toInstant(delivery.nextAttemptAt),
    delivered_at: toInstant(delivery.deliveredAt),
  };
}
