import { z } from "zod";
import { createRuleInput, type RuleView, ruleActions } from "@/lib/mail-rules/schema";
import { instant } from "./mailbox-json";

const { shape } = createRuleInput;

/** What a rule asks of a message, as a body names it; absent asks for nothing. */
export const ruleConditions = {
  sender_contains: shape.senderContains.unwrap().optional().meta({
    description: "Part of the sender's name or address; letter case does not matter",
    example: "@bank.example",
  }),
  subject_contains: shape.subjectContains.unwrap().optional(),
  has_code: z.boolean().optional().meta({ description: "Only mail with a one-time code" }),
  has_attachment: z.boolean().optional(),
};

export const ruleName = shape.name.meta({ example: "Sign-in codes" });

export const mailsOwner = z.boolean().optional().meta({
  description:
    "A notification is announced by mail to the recovery address, without anything of the message; at most four an hour",
});

export const ruleJson = z.strictObject({
  id: z.uuid(),
  name: z.string(),
  is_active: z.boolean(),
  sender_contains: z.string().nullable(),
  subject_contains: z.string().nullable(),
  has_code: z.boolean(),
  has_attachment: z.boolean(),
  action: z.enum(ruleActions),
  webhook: z.strictObject({ id: z.uuid(), url: z.string() }).nullable().meta({
    description: "Where it is told; with this id its deliveries are listed and its secret is renewed",
  }),
  mails_owner: z.boolean(),
  created_at: instant,
});

export function toRuleJson(rule: RuleView): z.input<typeof ruleJson> {
  return {
    id: rule.id,
    name: rule.name,
    is_active: rule.isActive,
    sender_contains: rule.senderContains,
    subject_contains: rule.subjectContains,
    has_code: rule.needsCode,
    has_attachment: rule.needsAttachment,
    action: rule.action,
    webhook: rule.webhook && { id: rule.webhook.id, url: rule.webhook.url },
    mails_owner: rule.mailsOwner,
    created_at: rule.createdAt.toISOString(),
  };
}
