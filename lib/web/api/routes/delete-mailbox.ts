import { z } from "zod";
import { fail } from "@/lib/errors/result";
import { deleteMailbox as deleteMailboxService } from "@/lib/mailboxes/delete-mailbox";
import { findOwnMailbox } from "@/lib/mailboxes/queries";
import { deleteMailboxInput } from "@/lib/mailboxes/schema";
import { awaitOperation } from "../await-operation";
import { defineRoute, reply } from "../define-route";
import { instant } from "../mailbox-json";
import { operationJson } from "../operation-json";

export const deleteMailbox = defineRoute({
  method: "DELETE",
  path: "/api/v1/mailbox",
  tag: "Mailbox",
  summary: "Delete the mailbox",
  description:
    "Logins end at once. The mail is deleted at `delete_after`; until then it can be undone with cancel-deletion. The address is never given to anybody else.",
  scope: "mailbox:write",
  reach: "mailbox",
  body: z.strictObject({
    confirm_address: deleteMailboxInput.shape.confirmAddress.meta({
      description: "The mailbox's address, typed again: nothing is deleted by a slip",
    }),
  }),
  output: z.strictObject({ delete_after: instant, operation: operationJson }),
  successes: { 202: "The deletion has begun and can be cancelled until `delete_after`" },
  failures: ["no-mailbox", "not-found", "not-allowed", "confirmation-differs", "already-deleting"],
  handle: async ({ context, actor, body }) => {
    const mailbox = await findOwnMailbox(context, actor, "write");
    if (!mailbox) return fail({ reason: "no-mailbox" });
    const begun = await deleteMailboxService(context, actor, {
      mailboxId: mailbox.id,
      confirmAddress: body.confirm_address,
    });
    if (!begun.ok) return begun;
    const { operationId, deleteAfter } = begun.value;
    // There is nothing to wait for: it ends with the grace time.
    const { operation, headers } = await awaitOperation(context, operationId, 0);
    return reply(202, { delete_after: deleteAfter.toISOString(), operation }, headers);
  },
});
