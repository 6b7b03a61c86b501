import { z } from "zod";
import { saveWebhook } from "@/lib/notifications/save-webhook";
import { saveWebhookInput } from "@/lib/notifications/schema";
import { defineRoute, reply } from "../define-route";
import { webhookSecret } from "../webhook-json";
import { webhookUrlFields, webhookUrlReasons } from "../webhook-url-reasons";

const { url, events, everybodys } = saveWebhookInput.shape;

export const createWebhook = defineRoute({
  method: "POST",
  path: "/api/v1/webhooks",
  tag: "Webhooks",
  summary: "Send events to an address",
  description:
    "Messages are signed by the Standard Webhooks specification and tried eight times within 28 hours; any 2xx takes one, 410 switches the webhook off. Redirects are not followed.",
  scope: "mailbox:write",
  body: z.strictObject({
    url: url.meta({ example: "https://receiver.example/hooks/mail" }),
    events,
    everybodys: everybodys.meta({ description: "True hears of everybody's mailboxes; admins only" }),
  }),
  output: z.strictObject({ id: z.uuid(), secret: webhookSecret }),
  successes: { 201: "Made" },
  failures: ["not-allowed", "not-found", "too-many-webhooks", ...webhookUrlReasons],
  failureFields: webhookUrlFields,
  handle: async ({ context, actor, body }) => {
    const saved = await saveWebhook(context, actor, body);
    if (!saved.ok) return saved;
    const { webhookId, secret } = saved.value;
    if (secret === null) throw new Error("a new webhook has no secret");
    return reply(201, { id: webhookId, secret }, { Location: `/api/v1/webhooks/${webhookId}` });
  },
});
