import { z } from "zod";
import { fail } from "@/lib/errors/result";
import { redeliver } from "@/lib/notifications/redeliver";
import { defineRoute, reply } from "../define-route";
import { refuseField } from "../refuse-field";

export const redeliverWebhook = defineRoute({
  method: "POST",
  path: "/api/v1/webhooks/{id}/deliveries/{delivery}/redeliver",
  tag: "Mailbox",
  summary: "Send a message again",
  description: "With the same `webhook-id`, and with all its tries.",
  scope: "mailbox:write",
  params: z.strictObject({ id: z.uuid(), delivery: z.uuid() }),
  output: z.strictObject({}),
  successes: { 202: "It will be sent; see the deliveries" },
  failures: ["not-found", "invalid-request"],
  handle: async ({ context, actor, params }) => {
    const queued = await redeliver(context, actor, { webhookId: params.id, deliveryId: params.delivery });
    if (queued.ok) return reply(202, {});
    const { reason } = queued.failure;
    return reason === "not-found"
      ? fail({ reason } as const)
      : refuseField("id", reason, "The webhook is switched off.");
  },
});
