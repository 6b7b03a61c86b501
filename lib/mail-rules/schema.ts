import { z } from "zod";
import { webhookUrl } from "@/lib/notifications/schema";

export const ruleActions = ["webhook", "notification"] as const;
export type RuleAction = (typeof ruleActions)[number];

const LONGEST_NAME = 100;
const LONGEST_TEXT = 200;

/** One line, as a person types it. */
const line = (longest: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(longest)
    .regex(/^\P{Cc}*$/u);

/** What must hold of a message; a rule without any condition hears of every new one. */
const conditions = {
  senderContains: line(LONGEST_TEXT).nullable(),
  subjectContains: line(LONGEST_TEXT).nullable(),
  needsCode: z.boolean(),
  needsAttachment: z.boolean(),
};

export const createRuleInput = z.strictObject({
  mailboxId: z.uuid(),
  name: line(LONGEST_NAME),
  senderContains: conditions.senderContains.default(null),
  subjectContains: conditions.subjectContains.default(null),
  needsCode: conditions.needsCode.default(false),
  needsAttachment: conditions.needsAttachment.default(false),
  action: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("webhook"), url: webhookUrl }),
    z.strictObject({
      kind: z.literal("notification"),
      /** Also by mail to the recovery address, without anything of the message. */
      mailsOwner: z.boolean().default(false),
    }),
  ]),
});
export type CreateRuleInput = z.input<typeof createRuleInput>;

/** What is absent stays. What a rule does is for good: make another instead. */
export const changeRuleInput = z.strictObject({
  ruleId: z.uuid(),
  mailboxId: z.uuid().optional(),
  name: line(LONGEST_NAME).optional(),
  isActive: z.boolean().optional(),
  senderContains: conditions.senderContains.optional(),
  subjectContains: conditions.subjectContains.optional(),
  needsCode: conditions.needsCode.optional(),
  needsAttachment: conditions.needsAttachment.optional(),
  /** Of a rule that tells a webhook. */
  url: webhookUrl.optional(),
  /** Of a rule that notifies. */
  mailsOwner: z.boolean().optional(),
});
export type ChangeRuleInput = z.input<typeof changeRuleInput>;

/** With the mailbox it must be one of, where one is named. */
export const ruleSelector = z.strictObject({ ruleId: z.uuid(), mailboxId: z.uuid().optional() });
export type RuleSelector = z.infer<typeof ruleSelector>;

export interface RuleView {
  readonly id: string;
  readonly mailboxId: string;
  readonly name: string;
  readonly isActive: boolean;
  readonly senderContains: string | null;
  readonly subjectContains: string | null;
  readonly needsCode: boolean;
  readonly needsAttachment: boolean;
  readonly action: RuleAction;
  /** Where messages are told, and under which id its deliveries are listed; null where the owner is notified. */
  readonly webhook: { readonly id: string; readonly url: string } | null;
  readonly mailsOwner: boolean;
  readonly createdAt: Date;
}
