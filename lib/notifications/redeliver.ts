import { recordEvent } from "@/lib/audit/record-event";
import type { Actor } from "@/lib/context/actor";
import type { PortalContext } from "@/lib/context/portal-context";
import { fail, type Result, succeed } from "@/lib/errors/result";
import { findWebhookFor } from "./find-webhook";
import { queueDelivery } from "./queue-delivery";
import type { RedeliverInput } from "./schema";

export type RedeliverFailure = { readonly reason: "not-found" | "webhook-inactive" };

/** Sends a message again with the tries of a new one; the receiver knows it by the id it had before. Safe to repeat. */
export async function redeliver(
  context: Pick<PortalContext, "database">,
  actor: Actor,
  { webhookId, deliveryId }: RedeliverInput,
): Promise<Result<void, RedeliverFailure>> {
  return context.database.prisma.$transaction(async (transaction) => {
    const webhook = await findWebhookFor(transaction, actor, webhookId, "write");
    if (!webhook) return fail({ reason: "not-found" });
    if (!webhook.isActive) return fail({ reason: "webhook-inactive" });
    const { count } = await transaction.webhookDelivery.updateMany({
      where: { id: deliveryId, webhookId },
      data: {
        state: "waiting",
        attempts: 0,
        error: null,
        responseStatus: null,
        deliveredAt: null,
        nextAttemptAt: null,
      },
    });
    if (count === 0) return fail({ reason: "not-found" });
    await queueDelivery(transaction, { id: deliveryId, webhookId });
    await recordEvent(transaction, actor, {
      action: "webhook.redeliver",
      subjectKind: "webhook",
      subjectId: webhookId,
      result: "done",
      detail: { deliveryId },
    });
    return succeed(undefined);
  });
}
