import { z } from "zod";
import { fail } from "@/lib/errors/result";
import { changeMailboxPassword } from "@/lib/mailboxes/change-mailbox-password";
import { findOwnMailbox } from "@/lib/mailboxes/queries";
import { changeMailboxPasswordInput } from "@/lib/mailboxes/schema";
import { awaitOperation } from "../await-operation";
import { defineRoute, reply } from "../define-route";
import { operationJson } from "../operation-json";

export const updateMailboxPassword = defineRoute({
  method: "POST",
  path: "/api/v1/mailbox/update-password",
  tag: "Mailbox",
  summary: "Give the mailbox another password",
  description:
    "The password of mail programs and webmail; the account's own stays. The mail server accepts the old one for up to five minutes more.",
  scope: "mailbox:write",
  reach: "mailbox",
  body: z.strictObject({ new_password: changeMailboxPasswordInput.shape.newPassword }),
  output: z.strictObject({ operation: operationJson }),
  successes: { 200: "The new password works", 202: "The change is under way; see `operation`" },
  failures: ["no-mailbox", "not-found", "mailbox-not-ready", "weak-password", "busy", "rate-limited"],
  failureFields: { "weak-password": "new_password" },
  handle: async ({ context, actor, body }) => {
    const mailbox = await findOwnMailbox(context, actor, "write");
    if (!mailbox) return fail({ reason: "no-mailbox" });
    const changed = await changeMailboxPassword(context, actor, {
      mailboxId: mailbox.id,
      newPassword: body.new_password,
    });
    if (!changed.ok) return changed;
    const { operation, isDone, headers } = await awaitOperation(context, changed.value.operationId);
    return reply(isDone ? 200 : 202, { operation }, headers);
  },
});
