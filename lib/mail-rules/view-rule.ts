import type { Prisma } from "@/lib/database/create-database";
import type { RuleView } from "./schema";

type Row = Prisma.MailRuleGetPayload<{ include: { webhook: true } }>;

/** As its owner sees it: never the webhook's secret. */
export function viewRule({ webhook, action, ...rule }: Row): RuleView {
  return {
    id: rule.id,
    mailboxId: rule.mailboxId,
    name: rule.name,
    isActive: rule.isActive,
    senderContains: rule.senderContains,
    subjectContains: rule.subjectContains,
    needsCode: rule.needsCode,
    needsAttachment: rule.needsAttachment,
    action: action === "WEBHOOK" ? "webhook" : "notification",
    webhook: webhook && { id: webhook.id, url: webhook.url },
    mailsOwner: rule.mailsOwner,
    createdAt: rule.createdAt,
  };
}
