import { z } from "zod";
import { fail } from "@/lib/errors/result";
import { createRule as createRuleService } from "@/lib/mail-rules/create-rule";
import { ruleActions } from "@/lib/mail-rules/schema";
import { webhookUrl } from "@/lib/notifications/schema";
import { defineRoute, reply } from "../define-route";
import { findReadableInbox } from "../find-readable-inbox";
import { email } from "../message-fields";
import { mailsOwner, ruleConditions, ruleName } from "../rule-json";
import { webhookSecret } from "../webhook-json";
import { webhookUrlFields, webhookUrlReasons } from "../webhook-url-reasons";

export const createRule = defineRoute({
  method: "POST",
  path: "/api/v1/mailboxes/{email}/rules",
  tag: "Rules",
  summary: "Hear of new mail in a mailbox",
  description:
    "Mail that comes into the inbox from now on and meets every condition given is told once: to `url`, as `message.received` with the `rule` it fitted, signed and tried again as messages of webhooks are, or to the owner as a notification in the portal. The token needs `mail:read` as well, because a rule tells of mail.",
  scope: "mailbox:write",
  params: z.strictObject({ email }),
  body: z.strictObject({
    name: ruleName,
    ...ruleConditions,
    action: z.enum(ruleActions),
    url: webhookUrl.optional().meta({
      description: "Of a webhook, and then needed",
      example: "https://receiver.example/hooks/codes",
    }),
    mails_owner: mailsOwner,
  }),
  output: z.strictObject({ id: z.uuid(), secret: webhookSecret.nullable() }),
  successes: { 201: "Made; `secret` is null unless it tells a webhook" },
  failures: [
    "not-found",
    "not-of-this-rule",
    "recovery-email-needed",
    "too-many-rules",
    ...webhookUrlReasons,
  ],
  failureFields: { ...webhookUrlFields, "recovery-email-needed": "mails_owner" },
  handle: async ({ context, actor, params, body }) => {
    const mailboxId = await findReadableInbox(context, actor, params.email);
    if (!mailboxId.ok) return mailboxId;
    const action = toAction(body);
    if (action === null) return fail({ reason: "not-of-this-rule" });
    const made = await createRuleService(context, actor, {
      mailboxId: mailboxId.value,
      name: body.name,
      senderContains: body.sender_contains,
      subjectContains: body.subject_contains,
      needsCode: body.has_code,
      needsAttachment: body.has_attachment,
      action,
    });
    if (!made.ok) return made;
    const { ruleId, secret } = made.value;
    return reply(201, { id: ruleId, secret });
  },
});

interface ActionFields {
  readonly action: (typeof ruleActions)[number];
  readonly url?: string | undefined;
  readonly mails_owner?: boolean | undefined;
}

/** Null where a field is missing, or given that belongs to the other action. */
function toAction({ action, url, mails_owner: isMailed }: ActionFields) {
  if (action === "webhook") return url === undefined || isMailed ? null : ({ kind: action, url } as const);
  return url === undefined ? ({ kind: action, mailsOwner: isMailed } as const) : null;
}
