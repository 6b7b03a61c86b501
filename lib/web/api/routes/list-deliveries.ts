import { z } from "zod";
import { listDeliveries as listDeliveriesService } from "@/lib/notifications/queries";
import { defineRoute, reply } from "../define-route";
import { cursor, limit, nextCursor } from "../page-fields";
import { deliveryJson, toDeliveryJson } from "../webhook-json";

export const listDeliveries = defineRoute({
  method: "GET",
  path: "/api/v1/webhooks/{id}/deliveries",
  tag: "Webhooks",
  summary: "What was sent to a webhook in the last seven days, newest first",
  scope: "mailbox:read",
  params: z.strictObject({ id: z.uuid() }),
  query: z.strictObject({ cursor, limit }),
  output: z.strictObject({ deliveries: z.array(deliveryJson), next_cursor: nextCursor }),
  successes: { 200: "One page" },
  failures: ["not-found"],
  handle: async ({ context, actor, params, query }) => {
    const listed = await listDeliveriesService(context, actor, { webhookId: params.id, ...query });
    if (!listed.ok) return listed;
    const { deliveries, nextCursor: next_cursor } = listed.value;
    return reply(200, { deliveries: deliveries.map(toDeliveryJson), next_cursor });
  },
});
