import { z } from "zod";
import { deleteMailbox } from "@/lib/mailboxes/delete-mailbox";
import { GRACE_HOURS } from "@/lib/mailboxes/policy";
import { awaitOperation } from "../await-operation";
import { defineRoute, reply } from "../define-route";
import { findAdministeredMailbox } from "../find-administered-mailbox";
import { instant } from "../mailbox-json";
import { operationJson } from "../operation-json";

const MOST_GRACE_HOURS = 720;

export const deleteAnyMailbox = defineRoute({
  method: "DELETE",
  path: "/api/v1/admin/mailboxes/{email}",
  tag: "Administration",
  summary: "Delete a mailbox",
  description:
    "Logins end at once. The mail is deleted after the grace time; until then its owner can undo it. Only mailboxes the portal made can be deleted.",
  scope: "admin:write",
  params: z.strictObject({ email: z.string().max(254) }),
  query: z.strictObject({
    grace_hours: z.coerce.number().int().min(0).max(MOST_GRACE_HOURS).default(GRACE_HOURS),
  }),
  output: z.strictObject({ delete_after: instant, operation: operationJson }),
  successes: { 202: "The deletion has begun and can be cancelled until `delete_after`" },
  failures: ["not-found", "not-allowed", "confirmation-differs", "already-deleting"],
  handle: async ({ context, actor, params, query }) => {
    const mailbox = await findAdministeredMailbox(context, actor, params.email);
    if (!mailbox.ok) return mailbox;
    const begun = await deleteMailbox(context, actor, {
      mailboxId: mailbox.value.id,
      // The address stands in the path: it was typed out to get here.
      confirmAddress: mailbox.value.address,
      graceHours: query.grace_hours,
    });
    if (!begun.ok) return begun;
    const { operationId, deleteAfter } = begun.value;
    const { operation, headers } = await awaitOperation(context, operationId, 0);
    return reply(202, { delete_after: deleteAfter.toISOString(), operation }, headers);
  },
});
