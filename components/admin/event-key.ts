import type { WebhookEvent } from "@/lib/notifications/schema";

/** Names of events hold a dot, which in a key of the messages means "within". */
export function eventKey(event: WebhookEvent) {
  return KEYS[event];
}

const KEYS = {
  "mailbox.created": "mailbox-created",
  "mailbox.expired": "mailbox-expired",
  "mailbox.deleted": "mailbox-deleted",
  "message.received": "message-received",
  "provisioning.failed": "provisioning-failed",
} as const satisfies Record<WebhookEvent, string>;
