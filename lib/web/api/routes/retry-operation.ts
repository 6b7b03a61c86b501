import { z } from "zod";
import { retryOperation as retryOperationService } from "@/lib/mailboxes/retry-operation";
import { awaitOperation } from "../await-operation";
import { defineRoute, reply } from "../define-route";
import { operationJson } from "../operation-json";

export const retryOperation = defineRoute({
  method: "POST",
  path: "/api/v1/operations/{id}/retry",
  tag: "Operations",
  summary: "Try an operation again now",
  description: "For one that waits for its next attempt or for a person.",
  scope: "mailbox:write",
  reach: "mailbox",
  params: z.strictObject({ id: z.uuid() }),
  output: z.strictObject({ operation: operationJson }),
  successes: { 200: "Done", 202: "Under way; see `operation`" },
  failures: ["not-found", "nothing-to-retry"],
  handle: async ({ context, actor, params }) => {
    const retried = await retryOperationService(context, actor, { operationId: params.id });
    if (!retried.ok) return retried;
    const { operation, isDone, headers } = await awaitOperation(context, params.id);
    return reply(isDone ? 200 : 202, { operation }, headers);
  },
});
