import { z } from "zod";
import { findOperation } from "@/lib/mailboxes/find-operation";
import { defineRoute, reply } from "../define-route";
import { operationJson, toOperationJson } from "../operation-json";

export const getOperation = defineRoute({
  method: "GET",
  path: "/api/v1/operations/{id}",
  tag: "Operations",
  summary: "How work on a mailbox goes on",
  scope: "mailbox:read",
  reach: "mailbox",
  params: z.strictObject({ id: z.uuid() }),
  output: z.strictObject({ operation: operationJson }),
  successes: { 200: "The operation" },
  failures: ["not-found"],
  handle: async ({ context, actor, params }) => {
    const found = await findOperation(context, actor, params.id);
    if (!found.ok) return found;
    return reply(200, { operation: toOperationJson(found.value) });
  },
});
