import { randomUUID } from "node:crypto";
import type { PortalContext } from "@/lib/context/portal-context";
import type { Prisma, Transaction } from "@/lib/database/create-database";
import { addNotifications } from "@/lib/notifications/add-notifications";
import { describeEvent, type EventMailbox, type MessageEvent } from "@/lib/notifications/emit-event";
import { queueDelivery } from "@/lib/notifications/queue-delivery";

/** One new message and the rules whose conditions it fits. */
export interface MatchedMessage {
  readonly ruleIds: readonly string[];
  readonly uidValidity: string;
  readonly uid: number;
  readonly message: MessageEvent["message"];
  /** Rules that began after this do not tell of it. */
  readonly heardBy: Date;
}

type ActiveRule = Prisma.MailRuleGetPayload<{ include: { webhook: true } }>;

/**
 * Writes what each rule has to tell, in the transaction that moves the mailbox's position: a crash repeats the look
 * and not the report. Should the position ever lie, the message's number keeps a rule from telling of it twice.
 */
export async function reportMatches(
  context: Pick<PortalContext, "keyring">,
  transaction: Transaction,
  mailbox: EventMailbox,
  matched: readonly MatchedMessage[],
): Promise<void> {
  const ruleIds = [...new Set(matched.flatMap((match) => match.ruleIds))];
  if (ruleIds.length === 0) return;
  // Held until the end: a rule that is deleted meanwhile would leave rows that belong to none.
  await transaction.$queryRaw`
    select 1 from mail_rule where id = any(${ruleIds}::uuid[]) order by id for key share`;
  // Looked up again, because switching a rule off counts from the moment it is done.
  const rules = await transaction.mailRule.findMany({
    where: { id: { in: ruleIds }, isActive: true },
    include: { webhook: true },
  });
  for (const rule of rules) {
    const own = matched.filter((match) => match.ruleIds.includes(rule.id) && rule.mailSince <= match.heardBy);
    if (own.length === 0) continue;
    if (rule.action === "WEBHOOK") await tellWebhook(transaction, rule, mailbox, own);
    else await addNotifications(context, transaction, rule, mailbox, own);
  }
}

async function tellWebhook(
  transaction: Transaction,
  { id: ruleId, name, webhook }: ActiveRule,
  mailbox: EventMailbox,
  matched: readonly MatchedMessage[],
): Promise<void> {
  if (!webhook?.isActive) return;
  const rule = { id: ruleId, name };
  const written = await transaction.webhookDelivery.createManyAndReturn({
    data: matched.map(({ message, heardBy }) => ({
      id: randomUUID(),
      webhookId: webhook.id,
      messageId: message.id,
      event: "message.received",
      payload: describeEvent({ type: "message.received", mailbox, message, heardBy, rule }, new Date()),
    })),
    skipDuplicates: true,
    select: { id: true, webhookId: true },
  });
  for (const delivery of written) await queueDelivery(transaction, delivery);
}
