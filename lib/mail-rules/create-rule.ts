import { randomUUID } from "node:crypto";
import { recordEvent } from "@/lib/audit/record-event";
import type { Actor } from "@/lib/context/actor";
import type { PortalContext } from "@/lib/context/portal-context";
import type { Transaction } from "@/lib/database/create-database";
import { fail, type Result, succeed } from "@/lib/errors/result";
import { webhookHostRules } from "@/lib/notifications/webhook-host-rules";
import { makeWebhookSecret } from "@/lib/notifications/webhook-secret";
import { checkWebhookUrl, type WebhookUrlRefusal } from "@/lib/webhooks/check-webhook-url";
import { ruledMailbox } from "./find-rule";
import { MOST_RULES } from "./policy";
import { type CreateRuleInput, createRuleInput } from "./schema";

export type CreateRuleFailure =
  | { readonly reason: "not-found" | "too-many-rules" | "recovery-email-needed" }
  | WebhookUrlRefusal;

export interface CreatedRule {
  readonly ruleId: string;
  /** The signing secret of a rule that tells a webhook, told this once. */
  readonly secret: string | null;
}

type CreateContext = Pick<PortalContext, "database" | "keyring" | "settings">;

/**
 * Makes a rule that holds for mail from now on. The address of a webhook is checked here so that a mistake shows at
 * once, and again before every message.
 */
export async function createRule(
  context: CreateContext,
  actor: Actor,
  given: CreateRuleInput,
): Promise<Result<CreatedRule, CreateRuleFailure>> {
  const { mailboxId, action, ...rule } = createRuleInput.parse(given);
  const owned = ruledMailbox(actor, "write");
  if (owned === null) return fail({ reason: "not-found" });
  if (action.kind === "webhook") {
    const checked = await checkWebhookUrl(action.url, webhookHostRules(context.settings));
    if (!checked.ok) return checked;
  }
  return context.database.prisma.$transaction(async (transaction) => {
    // One after the other, so that two at once cannot pass the limit together.
    await transaction.$executeRaw`select pg_advisory_xact_lock(hashtext(${`mail-rule:${mailboxId}`}))`;
    const mailbox = await transaction.mailbox.findFirst({
      where: { id: mailboxId, ...owned },
      include: { account: true, _count: { select: { rules: true } } },
    });
    if (!mailbox) return fail({ reason: "not-found" });
    if (mailbox._count.rules >= MOST_RULES) return fail({ reason: "too-many-rules" });
    const mailsOwner = action.kind === "notification" && action.mailsOwner;
    if (mailsOwner && !mailbox.account?.recoveryEmail) return fail({ reason: "recovery-email-needed" });
    const { id: ruleId } = await transaction.mailRule.create({
      data: {
        ...rule,
        mailboxId,
        action: action.kind === "webhook" ? "WEBHOOK" : "NOTIFICATION",
        mailsOwner,
      },
    });
    const secret =
      action.kind === "webhook"
        ? await addWebhook(context, transaction, { accountId: mailbox.accountId, ruleId, url: action.url })
        : null;
    await recordEvent(transaction, actor, {
      action: "mail-rule.create",
      subjectKind: "mail-rule",
      subjectId: ruleId,
      result: "done",
      // Of the address only the host: the path of a receiver is often its secret.
      detail: action.kind === "webhook" ? { host: new URL(action.url).host } : { mailsOwner },
    });
    return succeed({ ruleId, secret });
  });
}

/** One that hears of this rule's messages and of nothing else. */
async function addWebhook(
  context: CreateContext,
  transaction: Transaction,
  webhook: { readonly accountId: string | null; readonly ruleId: string; readonly url: string },
): Promise<string> {
  const id = randomUUID();
  const { secret, sealed } = makeWebhookSecret(context, id);
  await transaction.webhook.create({ data: { id, ...webhook, events: [], secretSealed: sealed } });
  return secret;
}
