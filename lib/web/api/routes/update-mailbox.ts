import { z } from "zod";
import { fail } from "@/lib/errors/result";
import { findOwnMailbox } from "@/lib/mailboxes/queries";
import { updateMailboxInput } from "@/lib/mailboxes/schema";
import { updateMailbox as updateMailboxService } from "@/lib/mailboxes/update-mailbox";
import { awaitOperation } from "../await-operation";
import { defineRoute, reply } from "../define-route";
import { operationJson } from "../operation-json";

export const updateMailbox = defineRoute({
  method: "PATCH",
  path: "/api/v1/mailbox",
  tag: "Mailbox",
  summary: "Change the mailbox's display name",
  scope: "mailbox:write",
  reach: "mailbox",
  body: z.strictObject({
    display_name: updateMailboxInput.shape.displayName.meta({
      description: "Cannot be emptied, only replaced",
      example: "Ada Lovelace",
    }),
  }),
  output: z.strictObject({ operation: operationJson }),
  successes: { 200: "Changed", 202: "The change is under way; see `operation`" },
  failures: ["no-mailbox", "not-found", "not-allowed", "mailbox-not-ready", "nothing-to-change"],
  handle: async ({ context, actor, body }) => {
    const mailbox = await findOwnMailbox(context, actor, "write");
    if (!mailbox) return fail({ reason: "no-mailbox" });
    const updated = await updateMailboxService(context, actor, {
      mailboxId: mailbox.id,
      displayName: body.display_name,
    });
    if (!updated.ok) return updated;
    const { operation, isDone, headers } = await awaitOperation(context, updated.value.operationId);
    return reply(isDone ? 200 : 202, { operation }, headers);
  },
});
