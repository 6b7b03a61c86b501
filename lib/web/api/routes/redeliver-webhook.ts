import { z } from "zod";
import { redeliver } from "@/lib/notifications/redeliver";
import { defineRoute, reply } from "../define-route";

export const redeliverWebhook = defineRoute({
  method: "POST",
  path: "/api/v1/webhooks/{id}/deliveries/{delivery}/redeliver",
  tag: "Webhooks",
  summary: "Send a message again",
  description: "With the same `webhook-id`, and with all its tries.",
  scope: "mailbox:write",
  params: z.strictObject({ id: z.uuid(), delivery: z.uuid() }),
  output: z.strictObject({}),
  successes: { 202: "It will be sent; see the deliveries" },
  failures: ["not-found", "webhook-inactive"],
  handle: async ({ context, actor, params }) => {
    const queued = await redeliver(context, actor, { webhookId: params.id, deliveryId: params.delivery });
    return queued.ok ? reply(202, {}) : queued;
  },
});
