import { recordEvent } from "@/lib/audit/record-event";
import type { Actor } from "@/lib/context/actor";
import type { PortalContext } from "@/lib/context/portal-context";
import { fail, type Result, succeed } from "@/lib/errors/result";
import { findWebhookFor } from "./find-webhook";
import type { WebhookSelector } from "./schema";

/** Ends a webhook with its deliveries; what waits is not sent any more. */
export async function deleteWebhook(
  context: Pick<PortalContext, "database">,
  actor: Actor,
  { webhookId }: WebhookSelector,
): Promise<Result<void, { readonly reason: "not-found" }>> {
  return context.database.prisma.$transaction(async (transaction) => {
    const webhook = await findWebhookFor(transaction, actor, webhookId, "write");
    // A rule's goes with its rule.
    if (!webhook || webhook.ruleId !== null) return fail({ reason: "not-found" });
    await transaction.webhook.deleteMany({ where: { id: webhookId } });
    await recordEvent(transaction, actor, {
      action: "webhook.delete",
      subjectKind: "webhook",
      subjectId: webhookId,
      result: "done",
    });
    return succeed(undefined);
  });
}
