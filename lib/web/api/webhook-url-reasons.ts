import type { WebhookUrlRefusal } from "@/lib/webhooks/check-webhook-url";

type UrlReason = WebhookUrlRefusal["reason"];

/** What can be wrong with a webhook's address, and the field that it stands in. */
export const webhookUrlFields = {
  "url-invalid": "url",
  "url-with-credentials": "url",
  "url-not-encrypted": "url",
  "port-not-allowed": "url",
  "host-invalid": "url",
  "host-unresolvable": "url",
  "host-private": "url",
} as const satisfies Record<UrlReason, string>;

export const webhookUrlReasons = Object.keys(webhookUrlFields) as readonly UrlReason[];
