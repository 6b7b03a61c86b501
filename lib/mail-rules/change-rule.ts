import { recordEvent } from "@/lib/audit/record-event";
import type { Actor } from "@/lib/context/actor";
import type { PortalContext } from "@/lib/context/portal-context";
import { getDatabaseNow } from "@/lib/database/database-clock";
import { fail, type Result, succeed } from "@/lib/errors/result";
import { webhookHostRules } from "@/lib/notifications/webhook-host-rules";
import { checkWebhookUrl, type WebhookUrlRefusal } from "@/lib/webhooks/check-webhook-url";
import { findRuleFor } from "./find-rule";
import { type ChangeRuleInput, changeRuleInput, type RuleView } from "./schema";
import { viewRule } from "./view-rule";

export type ChangeRuleFailure =
  | { readonly reason: "not-found" | "recovery-email-needed" | "not-of-this-rule" }
  | WebhookUrlRefusal;

/**
 * Changes what a rule asks for, where it tells it, or whether it is on; what is absent stays. Mail that comes while it
 * is off is not reported afterwards.
 */
export async function changeRule(
  context: Pick<PortalContext, "database" | "settings">,
  actor: Actor,
  given: ChangeRuleInput,
): Promise<Result<RuleView, ChangeRuleFailure>> {
  const { ruleId, mailboxId, url, ...change } = changeRuleInput.parse(given);
  if (url !== undefined) {
    const checked = await checkWebhookUrl(url, webhookHostRules(context.settings));
    if (!checked.ok) return checked;
  }
  return context.database.prisma.$transaction(async (transaction) => {
    // Locked, so that of two changes the second sees what the first made of it.
    await transaction.$queryRaw`select 1 from mail_rule where id = ${ruleId}::uuid for update`;
    const rule = await findRuleFor(transaction, actor, { ruleId, mailboxId }, "write");
    if (!rule) return fail({ reason: "not-found" });
    const misfits = rule.action === "WEBHOOK" ? change.mailsOwner : url !== undefined;
    if (misfits) return fail({ reason: "not-of-this-rule" });
    if (change.mailsOwner && !rule.mailsOwner) {
      const account = await transaction.account.findUnique({ where: { id: rule.mailbox.accountId ?? "" } });
      if (!account?.recoveryEmail) return fail({ reason: "recovery-email-needed" });
    }
    const { isActive = rule.isActive } = change;
    const begins = isActive && !rule.isActive ? { mailSince: await getDatabaseNow(transaction) } : {};
    if (rule.webhook) {
      await transaction.webhook.update({
        where: { id: rule.webhook.id },
        data: { isActive, url: url ?? rule.webhook.url },
      });
    }
    await recordEvent(transaction, actor, {
      action: "mail-rule.change",
      subjectKind: "mail-rule",
      subjectId: ruleId,
      result: "done",
      detail: { isActive, ...(url === undefined ? {} : { host: new URL(url).host }) },
    });
    const changed = await transaction.mailRule.update({
      where: { id: ruleId },
      data: { ...definedOf(change), ...begins },
      include: { webhook: true },
    });
    return succeed(viewRule(changed));
  });
}

type Defined<Value> = { [Key in keyof Value]?: Exclude<Value[Key], undefined> };

function definedOf<Value extends object>(change: Value): Defined<Value> {
  return Object.fromEntries(
    Object.entries(change).filter(([, value]) => value !== undefined),
  ) as Defined<Value>;
}
