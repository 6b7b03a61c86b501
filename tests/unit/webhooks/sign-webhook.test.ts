import { createHmac } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { expect, test } from "vitest";
import { newWebhookSecret, signWebhook } from "@/lib/webhooks/sign-webhook";

const BODY = '{"type":"mailbox.created","data":{"email":"ü@example.org"}}';

test("the signature is HMAC-SHA256 over id, timestamp and body, as the specification writes it", () => {
  const secret = newWebhookSecret();
  const at = new Date("2026-11-21T10:00:00.900Z");
  const headers = signWebhook([secret], "message-1", at, BODY);
  const key = Buffer.from(secret.slice("whsec_".length), "base64");
  const expected = createHmac("sha256", key).update(`message-1.1795255200.${BODY}`).digest("base64");
  expect(headers).toEqual({
    "webhook-id": "message-1",
    "webhook-timestamp": "1795255200",
    "webhook-signature": `v1,${expected}`,
  });
});

test("a receiver that has the new secret and one that has the old one both accept", () => {
  const [now, before] = [newWebhookSecret(), newWebhookSecret()];
  const headers = { ...signWebhook([now, before], "message-2", new Date(), BODY) };
  for (const secret of [now, before]) {
    expect(new Webhook(secret).verify(BODY, headers)).toEqual(JSON.parse(BODY));
  }
  expect(() => new Webhook(newWebhookSecret()).verify(BODY, headers)).toThrow("No matching signature");
});

test("no two secrets are alike, and each has 32 bytes", () => {
  const secrets = Array.from({ length: 100 }, newWebhookSecret);
  expect(new Set(secrets).size).toBe(100);
  for (const secret of secrets) expect(Buffer.from(secret.slice(6), "base64")).toHaveLength(32);
});
