import { z } from "zod";
import { listWebhooks as listWebhooksService } from "@/lib/notifications/queries";
import { defineRoute, reply } from "../define-route";
import { toWebhookJson, webhookJson } from "../webhook-json";

export const listWebhooks = defineRoute({
  method: "GET",
  path: "/api/v1/webhooks",
  tag: "Webhooks",
  summary: "The account's webhooks, for admins everybody's",
  scope: "mailbox:read",
  output: z.strictObject({ webhooks: z.array(webhookJson) }),
  successes: { 200: "All of them, newest first" },
  failures: ["not-allowed"],
  handle: async ({ context, actor }) => {
    const listed = await listWebhooksService(context, actor);
    return listed.ok ? reply(200, { webhooks: listed.value.map(toWebhookJson) }) : listed;
  },
});
