import { z } from "zod";
import { getWebhook } from "@/lib/notifications/queries";
import { saveWebhook } from "@/lib/notifications/save-webhook";
import { saveWebhookInput } from "@/lib/notifications/schema";
import { defineRoute, reply } from "../define-route";
import { toWebhookJson, webhookJson } from "../webhook-json";
import { webhookUrlFields, webhookUrlReasons } from "../webhook-url-reasons";

const { url, events } = saveWebhookInput.shape;

export const updateWebhook = defineRoute({
  method: "PATCH",
  path: "/api/v1/webhooks/{id}",
  tag: "Webhooks",
  summary: "Change where a webhook goes, what it hears, or whether it is on",
  description: "What is absent stays as it is.",
  scope: "mailbox:write",
  params: z.strictObject({ id: z.uuid() }),
  body: z.strictObject({
    url: url.optional(),
    events: events.optional(),
    is_active: z.boolean().optional(),
  }),
  output: z.strictObject({ webhook: webhookJson }),
  successes: { 200: "Changed" },
  failures: ["not-allowed", "not-found", "too-many-webhooks", ...webhookUrlReasons],
  failureFields: webhookUrlFields,
  handle: async ({ context, actor, params, body }) => {
    const webhookId = params.id;
    const before = await getWebhook(context, actor, { webhookId });
    if (!before.ok) return before;
    const saved = await saveWebhook(context, actor, {
      webhookId,
      url: body.url ?? before.value.url,
      events: body.events ?? [...before.value.events],
      isActive: body.is_active ?? before.value.isActive,
    });
    if (!saved.ok) return saved;
    const after = await getWebhook(context, actor, { webhookId });
    return after.ok ? reply(200, { webhook: toWebhookJson(after.value) }) : after;
  },
});
