import { z } from "zod";
import { rotateWebhookSecret as rotateService } from "@/lib/notifications/rotate-webhook-secret";
import { defineRoute, reply } from "../define-route";
import { webhookSecret } from "../webhook-json";

export const rotateWebhookSecret = defineRoute({
  method: "POST",
  path: "/api/v1/webhooks/{id}/rotate-secret",
  tag: "Webhooks",
  summary: "Give a webhook a new signing secret",
  description: "For a day messages are signed with the old secret as well.",
  scope: "mailbox:write",
  params: z.strictObject({ id: z.uuid() }),
  output: z.strictObject({ secret: webhookSecret }),
  successes: { 200: "The new secret" },
  failures: ["not-found"],
  handle: async ({ context, actor, params }) => {
    const rotated = await rotateService(context, actor, { webhookId: params.id });
    return rotated.ok ? reply(200, { secret: rotated.value.secret }) : rotated;
  },
});
