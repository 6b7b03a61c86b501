import { z } from "zod";
import { updateMailboxInput } from "@/lib/mailboxes/schema";
import { updateMailbox } from "@/lib/mailboxes/update-mailbox";
import { awaitOperation } from "../await-operation";
import { defineRoute, reply } from "../define-route";
import { findAdministeredMailbox } from "../find-administered-mailbox";
import { operationJson } from "../operation-json";

const { displayName, quotaMiB, active } = updateMailboxInput.shape;

export const updateAnyMailbox = defineRoute({
  method: "PATCH",
  path: "/api/v1/admin/mailboxes/{email}",
  tag: "Administration",
  summary: "Change a mailbox's name, quota or state",
  scope: "admin:write",
  params: z.strictObject({ email: z.string().max(254) }),
  body: z.strictObject({
    display_name: displayName,
    quota_mb: quotaMiB.meta({ description: "MiB", example: 2048 }),
    active: active.meta({ description: "False switches all logins off; mail is still delivered" }),
  }),
  output: z.strictObject({ operation: operationJson }),
  successes: { 200: "Changed", 202: "The change is under way; see `operation`" },
  failures: ["not-found", "not-allowed", "mailbox-not-ready", "nothing-to-change"],
  handle: async ({ context, actor, params, body }) => {
    const mailbox = await findAdministeredMailbox(context, actor, params.email);
    if (!mailbox.ok) return mailbox;
    const updated = await updateMailbox(context, actor, {
      mailboxId: mailbox.value.id,
      displayName: body.display_name,
      quotaMiB: body.quota_mb,
      active: body.active,
    });
    if (!updated.ok) return updated;
    const { operation, isDone, headers } = await awaitOperation(context, updated.value.operationId);
    return reply(isDone ? 200 : 202, { operation }, headers);
  },
});
