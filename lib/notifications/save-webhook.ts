import { randomUUID } from "node:crypto";
import { recordEvent } from "@/lib/audit/record-event";
import { type Actor, isAdmin } from "@/lib/context/actor";
import type { PortalContext } from "@/lib/context/portal-context";
import { getDatabaseNow } from "@/lib/database/database-clock";
import type { Webhook } from "@/lib/database/models";
import { fail, type Result, succeed } from "@/lib/errors/result";
import { checkWebhookUrl, type WebhookUrlRefusal } from "@/lib/webhooks/check-webhook-url";
import { findWebhookFor } from "./find-webhook";
import { MOST_WEBHOOKS, webhookReach } from "./policy";
import { type SaveWebhookInput, saveWebhookInput } from "./schema";
import { webhookHostRules } from "./webhook-host-rules";
import { makeWebhookSecret } from "./webhook-secret";

export type SaveWebhookFailure =
  | { readonly reason: "not-allowed" | "not-found" | "too-many-webhooks" }
  | WebhookUrlRefusal;

export interface SavedWebhook {
  readonly webhookId: string;
  /** The signing secret of a new webhook, told this once; null after a change. */
  readonly secret: string | null;
}

type SaveContext = Pick<PortalContext, "database" | "keyring" | "settings">;
type ParsedInput = ReturnType<typeof saveWebhookInput.parse>;

/**
 * Makes a receiver of events, or changes where it is and what it hears. The address is checked here so that a mistake
 * shows at once, and again before every message.
 */
export async function saveWebhook(
  context: SaveContext,
  actor: Actor,
  given: SaveWebhookInput,
): Promise<Result<SavedWebhook, SaveWebhookFailure>> {
  const input = saveWebhookInput.parse(given);
  if (webhookReach(actor, "write") === null) return fail({ reason: "not-allowed" });
  const checked = await checkWebhookUrl(input.url, webhookHostRules(context.settings));
  if (!checked.ok) return checked;
  return input.webhookId === undefined
    ? addWebhook(context, actor, input)
    : changeWebhook(context, actor, input.webhookId, input);
}

async function addWebhook(
  context: SaveContext,
  actor: Actor,
  input: ParsedInput,
): Promise<Result<SavedWebhook, SaveWebhookFailure>> {
  const owner = ownerOf(actor, input);
  if (!owner) return fail({ reason: "not-allowed" });
  const { accountId } = owner;
  return context.database.prisma.$transaction(async (transaction) => {
    // One after the other, so that two at once cannot pass the limit together.
    await transaction.$executeRaw`select pg_advisory_xact_lock(hashtext(${`webhook:${accountId}`}))`;
    if ((await transaction.webhook.count({ where: { accountId, ruleId: null } })) >= MOST_WEBHOOKS) {
      return fail({ reason: "too-many-webhooks" });
    }
    const webhookId = randomUUID();
    const { secret, sealed } = makeWebhookSecret(context, webhookId);
    const { url, events, isActive } = input;
    await transaction.webhook.create({
      data: { id: webhookId, accountId, url, events, isActive, secretSealed: sealed },
    });
    await recordEvent(transaction, actor, { ...auditOf(webhookId, input), action: "webhook.create" });
    return succeed({ webhookId, secret });
  });
}

async function changeWebhook(
  context: SaveContext,
  actor: Actor,
  webhookId: string,
  input: ParsedInput,
): Promise<Result<SavedWebhook, SaveWebhookFailure>> {
  return context.database.prisma.$transaction(async (transaction) => {
    const webhook = await findWebhookFor(transaction, actor, webhookId, "write");
    // A rule's is changed with its rule.
    if (!webhook || webhook.ruleId !== null) return fail({ reason: "not-found" });
    const { url, events, isActive } = input;
    const mailSince = beginsToHearMail(webhook, input)
      ? { mailSince: await getDatabaseNow(transaction) }
      : {};
    await transaction.webhook.update({
      where: { id: webhookId },
      data: { url, events, isActive, ...mailSince },
    });
    await recordEvent(transaction, actor, { ...auditOf(webhookId, input), action: "webhook.change" });
    return succeed({ webhookId, secret: null });
  });
}

/** Mail that came while nobody listened is not reported afterwards. */
function beginsToHearMail(before: Webhook, { events, isActive }: ParsedInput): boolean {
  const heard = before.isActive && before.events.includes("message.received");
  return !heard && isActive && events.includes("message.received");
}

/** Null where the actor may not: everybody's mailboxes are an admin's business, and a command has no account. */
function ownerOf(actor: Actor, input: ParsedInput): { readonly accountId: string | null } | null {
  if (input.everybodys || actor.kind !== "account") {
    return isAdmin(actor, "admin:write") ? { accountId: null } : null;
  }
  return { accountId: actor.accountId };
}

/** Of the address only the host: the path of a receiver is often its secret. */
function auditOf(webhookId: string, input: ParsedInput) {
  return {
    subjectKind: "webhook",
    subjectId: webhookId,
    result: "done",
    detail: { host: new URL(input.url).host, events: input.events.join(" "), isActive: input.isActive },
  } as const;
}
