import { randomBytes } from "node:crypto";
import { Webhook } from "standardwebhooks";

/** What a receiver checks a message with, by the Standard Webhooks specification 1.0.0. */
export interface WebhookHeaders {
  /** The same for every try at one message: receivers use it to tell repetitions. */
  readonly "webhook-id": string;
  /** Seconds since 1970, of this try. */
  readonly "webhook-timestamp": string;
  /** One signature a secret, separated by spaces. */
  readonly "webhook-signature": string;
}

/** The specification asks for 24 to 64 bytes. */
const SECRET_BYTES = 32;

/** A new signing secret in the form receivers' libraries read: `whsec_` and base64. */
export function newWebhookSecret(): string {
  return `whsec_${randomBytes(SECRET_BYTES).toString("base64")}`;
}

/** Signed with every secret given, so that a receiver can change from one to the next without losing a message. */
export function signWebhook(
  secrets: readonly string[],
  messageId: string,
  at: Date,
  body: string,
): WebhookHeaders {
  return {
    "webhook-id": messageId,
    "webhook-timestamp": String(Math.floor(at.getTime() / 1_000)),
    "webhook-signature": secrets.map((secret) => new Webhook(secret).sign(messageId, at, body)).join(" "),
  };
}
