import { z } from "zod";
import { fail } from "@/lib/errors/result";
import { cancelDeletion } from "@/lib/mailboxes/cancel-deletion";
import { findOwnMailbox } from "@/lib/mailboxes/queries";
import { awaitOperation } from "../await-operation";
import { defineRoute, reply } from "../define-route";
import { operationJson } from "../operation-json";

export const cancelMailboxDeletion = defineRoute({
  method: "POST",
  path: "/api/v1/mailbox/cancel-deletion",
  tag: "Mailbox",
  summary: "Undo the deletion of the mailbox",
  description: "Within the grace time. The logins come back as they were.",
  scope: "mailbox:write",
  reach: "mailbox",
  output: z.strictObject({ operation: operationJson }),
  successes: { 200: "The mailbox is back", 202: "The logins are being switched on; see `operation`" },
  failures: ["no-mailbox", "not-found", "too-late"],
  handle: async ({ context, actor }) => {
    const mailbox = await findOwnMailbox(context, actor, "write");
    if (!mailbox) return fail({ reason: "no-mailbox" });
    const cancelled = await cancelDeletion(context, actor, { mailboxId: mailbox.id });
    if (!cancelled.ok) return cancelled;
    const { operation, isDone, headers } = await awaitOperation(context, cancelled.value.operationId);
    return reply(isDone ? 200 : 202, { operation }, headers);
  },
});
