import { z } from "zod";
import { deleteWebhook as deleteWebhookService } from "@/lib/notifications/delete-webhook";
import { defineRoute, reply } from "../define-route";

export const deleteWebhook = defineRoute({
  method: "DELETE",
  path: "/api/v1/webhooks/{id}",
  tag: "Webhooks",
  summary: "End a webhook",
  description: "Its deliveries go with it; what waits is not sent any more.",
  scope: "mailbox:write",
  params: z.strictObject({ id: z.uuid() }),
  output: z.strictObject({}),
  successes: { 200: "Gone" },
  failures: ["not-found"],
  handle: async ({ context, actor, params }) => {
    const deleted = await deleteWebhookService(context, actor, { webhookId: params.id });
    return deleted.ok ? reply(200, {}) : deleted;
  },
});
