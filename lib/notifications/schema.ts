import { z } from "zod";

/** What a receiver can hear of. */
export const webhookEvents = [
  "mailbox.created",
  "mailbox.expired",
  "mailbox.deleted",
  "message.received",
  "provisioning.failed",
] as const;
export type WebhookEvent = (typeof webhookEvents)[number];

export const deliveryStates = ["waiting", "delivered", "failed"] as const;
export type DeliveryState = (typeof deliveryStates)[number];

const LONGEST_URL = 2_000;

export const webhookUrl = z.url({ protocol: /^https?$/ }).max(LONGEST_URL);
const chosenEvents = z
  .array(z.enum(webhookEvents))
  .min(1)
  .max(webhookEvents.length)
  .transform((events) => [...new Set(events)]);

export const saveWebhookInput = z.strictObject({
  /** Absent makes a new one. */
  webhookId: z.uuid().optional(),
  url: webhookUrl,
  events: chosenEvents,
  isActive: z.boolean().default(true),
  /** A new one that hears of everybody's mailboxes; admins only. */
  everybodys: z.boolean().default(false),
});
export type SaveWebhookInput = z.input<typeof saveWebhookInput>;

export const webhookSelector = z.strictObject({ webhookId: z.uuid() });
export type WebhookSelector = z.infer<typeof webhookSelector>;

export const redeliverInput = z.strictObject({ webhookId: z.uuid(), deliveryId: z.uuid() });
export type RedeliverInput = z.infer<typeof redeliverInput>;

/** One page; the cursor is the last id of the page before. */
export const listDeliveriesInput = z.strictObject({
  webhookId: z.uuid(),
  cursor: z.uuid().optional(),
  limit: z.number().int().min(1).max(200).default(50),
});
export type ListDeliveriesInput = z.input<typeof listDeliveriesInput>;

export const readNotificationsInput = z.strictObject({
  notificationId: z.uuid(),
  /** And all that came before it. */
  andOlder: z.boolean().default(false),
});
export type ReadNotificationsInput = z.infer<typeof readNotificationsInput>;
