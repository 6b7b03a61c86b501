import { z } from "zod";
import { deleteRule as deleteRuleService } from "@/lib/mail-rules/delete-rule";
import { defineRoute, reply } from "../define-route";
import { findReadableInbox } from "../find-readable-inbox";
import { email } from "../message-fields";

export const deleteRule = defineRoute({
  method: "DELETE",
  path: "/api/v1/mailboxes/{email}/rules/{id}",
  tag: "Rules",
  summary: "End a rule",
  description:
    "What its webhook still had to tell is not sent any more; notifications stay. The token needs `mail:read` as well.",
  scope: "mailbox:write",
  params: z.strictObject({ email, id: z.uuid() }),
  output: z.strictObject({}),
  successes: { 200: "Gone" },
  failures: ["not-found"],
  handle: async ({ context, actor, params }) => {
    const mailboxId = await findReadableInbox(context, actor, params.email);
    if (!mailboxId.ok) return mailboxId;
    const selector = { ruleId: params.id, mailboxId: mailboxId.value };
    const deleted = await deleteRuleService(context, actor, selector);
    return deleted.ok ? reply(200, {}) : deleted;
  },
});
