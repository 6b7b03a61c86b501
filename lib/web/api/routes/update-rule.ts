import { z } from "zod";
import { changeRule } from "@/lib/mail-rules/change-rule";
import { webhookUrl } from "@/lib/notifications/schema";
import { defineRoute, reply } from "../define-route";
import { findReadableInbox } from "../find-readable-inbox";
import { email } from "../message-fields";
import { mailsOwner, ruleConditions, ruleJson, ruleName, toRuleJson } from "../rule-json";
import { webhookUrlFields, webhookUrlReasons } from "../webhook-url-reasons";

export const updateRule = defineRoute({
  method: "PATCH",
  path: "/api/v1/mailboxes/{email}/rules/{id}",
  tag: "Rules",
  summary: "Change what a rule asks for, where it tells it, or whether it is on",
  description:
    "What is absent stays as it is; null takes a text condition away. Mail that comes while a rule is off is not told afterwards. The token needs `mail:read` as well.",
  scope: "mailbox:write",
  params: z.strictObject({ email, id: z.uuid() }),
  body: z.strictObject({
    name: ruleName.optional(),
    is_active: z.boolean().optional(),
    ...ruleConditions,
    url: webhookUrl.optional(),
    mails_owner: mailsOwner,
  }),
  output: z.strictObject({ rule: ruleJson }),
  successes: { 200: "Changed" },
  failures: ["not-found", "not-of-this-rule", "recovery-email-needed", ...webhookUrlReasons],
  failureFields: { ...webhookUrlFields, "recovery-email-needed": "mails_owner" },
  handle: async ({ context, actor, params, body }) => {
    const mailboxId = await findReadableInbox(context, actor, params.email);
    if (!mailboxId.ok) return mailboxId;
    const changed = await changeRule(context, actor, {
      ruleId: params.id,
      mailboxId: mailboxId.value,
      name: body.name,
      isActive: body.is_active,
      senderContains: body.sender_contains,
      subjectContains: body.subject_contains,
      needsCode: body.has_code,
      needsAttachment: body.has_attachment,
      url: body.url,
      mailsOwner: body.mails_owner,
    });
    return changed.ok ? reply(200, { rule: toRuleJson(changed.value) }) : changed;
  },
});
