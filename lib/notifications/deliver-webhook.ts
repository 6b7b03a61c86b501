import type { PortalContext } from "@/lib/context/portal-context";
import type { Prisma } from "@/lib/database/create-database";
import type { Webhook, WebhookDelivery } from "@/lib/database/models";
import { type SendOutcome, sendWebhook } from "@/lib/webhooks/send-webhook";
import { pauseAfter } from "./policy";
import { queueDelivery } from "./queue-delivery";
import { webhookHostRules } from "./webhook-host-rules";
import { openWebhookSecrets } from "./webhook-secret";

type DeliveryContext = Pick<PortalContext, "database" | "keyring" | "settings" | "logger">;
type DueDelivery = WebhookDelivery & { readonly webhook: Webhook };

const GONE = 410;

/**
 * One try at a delivery, ended in every case by a row that says what comes next. A receiver may get a message more
 * than once, always with the same id: a try whose end could not be recorded is repeated. Of two tries at once only the
 * newer one records its end.
 */
export async function deliverWebhook(context: DeliveryContext, deliveryId: string): Promise<void> {
  const delivery = await beginTry(context, deliveryId);
  if (!delivery) return;
  const { webhook } = delivery;
  const outcome = await sendWebhook(
    {
      url: webhook.url,
      id: delivery.id,
      body: JSON.stringify(delivery.payload),
      secrets: openWebhookSecrets(context, webhook.id, webhook.secretSealed, new Date()),
    },
    webhookHostRules(context.settings),
  );
  await recordOutcome(context, delivery, outcome);
  context.logger.info(
    { action: "deliver-webhook", attempts: delivery.attempts, ...logged(outcome) },
    "webhook tried",
  );
}

/** Null when there is nothing (more) to do: a job may be delivered twice, and a webhook may have been switched off. */
async function beginTry({ database }: DeliveryContext, deliveryId: string): Promise<DueDelivery | null> {
  const { count } = await database.prisma.webhookDelivery.updateMany({
    where: { id: deliveryId, state: "waiting", webhook: { isActive: true } },
    data: { attempts: { increment: 1 }, nextAttemptAt: null },
  });
  if (count > 0) {
    return database.prisma.webhookDelivery.findUnique({
      where: { id: deliveryId },
      include: { webhook: true },
    });
  }
  await database.prisma.webhookDelivery.updateMany({
    where: { id: deliveryId, state: "waiting", webhook: { isActive: false } },
    data: { state: "failed", error: "webhook-inactive", nextAttemptAt: null },
  });
  return null;
}

async function recordOutcome(
  { database }: DeliveryContext,
  delivery: DueDelivery,
  outcome: SendOutcome,
): Promise<void> {
  const next = decide(delivery.attempts, outcome);
  await database.prisma.$transaction(async (transaction) => {
    const { count } = await transaction.webhookDelivery.updateMany({
      where: { id: delivery.id, state: "waiting", attempts: delivery.attempts },
      data: next,
    });
    if (count === 0) return;
    if (next.nextAttemptAt) await queueDelivery(transaction, delivery, next.nextAttemptAt);
    if (outcome.kind === "answered" && outcome.status === GONE) {
      // A rule that has nobody to tell shows as switched off, too; locked first, as whoever changes a rule does.
      const { ruleId } = delivery.webhook;
      if (ruleId) await transaction.mailRule.updateMany({ where: { id: ruleId }, data: { isActive: false } });
      await transaction.webhook.update({ where: { id: delivery.webhookId }, data: { isActive: false } });
    }
  });
}

interface NextState extends Prisma.WebhookDeliveryUpdateManyMutationInput {
  readonly nextAttemptAt: Date | null;
}

/** 2xx is delivered; 410 asks us to stop for good; all else is tried again until the pauses are used up. */
function decide(attempts: number, outcome: SendOutcome): NextState {
  const responseStatus = outcome.kind === "answered" ? outcome.status : null;
  if (responseStatus !== null && responseStatus >= 200 && responseStatus < 300) {
    return { state: "delivered", responseStatus, error: null, deliveredAt: new Date(), nextAttemptAt: null };
  }
  const error = outcome.kind === "failed" ? outcome.reason : "refused";
  const pauseMs = responseStatus === GONE ? null : pauseAfter(attempts);
  return pauseMs === null
    ? { state: "failed", responseStatus, error, nextAttemptAt: null }
    : { state: "waiting", responseStatus, error, nextAttemptAt: new Date(Date.now() + pauseMs) };
}

function logged(outcome: SendOutcome): Record<string, unknown> {
  return outcome.kind === "answered"
    ? { outcome: outcome.kind, status: outcome.status }
    : { outcome: outcome.kind, reason: outcome.reason };
}
