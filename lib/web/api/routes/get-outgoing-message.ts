import { z } from "zod";
import { getOutgoing } from "@/lib/sending/queries";
import { defineRoute, reply } from "../define-route";
import { outgoingJson, toOutgoingJson } from "../outgoing-json";

export const getOutgoingMessage = defineRoute({
  method: "GET",
  path: "/api/v1/messages/outgoing/{id}",
  tag: "Mail",
  summary: "How the sending of a message goes on",
  description: "Known for 30 days.",
  scope: "mail:send",
  reach: "mailbox",
  params: z.strictObject({ id: z.uuid() }),
  output: z.strictObject({ outgoing: outgoingJson }),
  successes: { 200: "The message on its way" },
  failures: ["not-found"],
  handle: async ({ context, actor, params }) => {
    const found = await getOutgoing(context, actor, { outgoingId: params.id });
    return found.ok ? reply(200, { outgoing: toOutgoingJson(found.value, context.settings.appUrl) }) : found;
  },
});
