import { z } from "zod";
import { getWebhook as getWebhookService } from "@/lib/notifications/queries";
import { defineRoute, reply } from "../define-route";
import { toWebhookJson, webhookJson } from "../webhook-json";

export const getWebhook = defineRoute({
  method: "GET",
  path: "/api/v1/webhooks/{id}",
  tag: "Webhooks",
  summary: "One webhook",
  scope: "mailbox:read",
  params: z.strictObject({ id: z.uuid() }),
  output: z.strictObject({ webhook: webhookJson }),
  successes: { 200: "The webhook, without its secret" },
  failures: ["not-found"],
  handle: async ({ context, actor, params }) => {
    const found = await getWebhookService(context, actor, { webhookId: params.id });
    return found.ok ? reply(200, { webhook: toWebhookJson(found.value) }) : found;
  },
});
