import { fail } from "@/lib/errors/result";
import type { SaveWebhookFailure } from "@/lib/notifications/save-webhook";
import { refuseField } from "./refuse-field";

const URL_SENTENCES = {
  "url-invalid": "Give an http or https address.",
  "url-with-credentials": "An address must not hold a name or password.",
  "url-not-encrypted": "Messages to the internet go over https only.",
  "port-not-allowed": "The usual port, or one from 1024 up.",
  "host-invalid": "This is no host name.",
  "host-unresolvable": "This name leads nowhere.",
  "host-private": "This name leads to an address the operator has not allowed.",
  "too-many-webhooks": "This account has as many webhooks as it may.",
} as const;

/** What the webhook service refuses, as the API says it. */
export function explainWebhookRefusal({ reason }: SaveWebhookFailure) {
  if (reason === "not-allowed" || reason === "not-found") return fail({ reason } as const);
  return refuseField("url", reason, URL_SENTENCES[reason]);
}
