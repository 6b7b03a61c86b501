import type { SaveWebhookFailure } from "@/lib/notifications/save-webhook";

/** Whatever is wrong with a webhook's address is said at the field `url`. */
export const WEBHOOK_URL_FIELDS = {
  "url-invalid": "url",
  "url-with-credentials": "url",
  "url-not-encrypted": "url",
  "host-invalid": "url",
  "host-private": "url",
  "host-unresolvable": "url",
  "port-not-allowed": "url",
} as const satisfies Partial<Record<SaveWebhookFailure["reason"], "url">>;
