import { recordEvent } from "@/lib/audit/record-event";
import type { Actor } from "@/lib/context/actor";
import type { PortalContext } from "@/lib/context/portal-context";
import { fail, type Result, succeed } from "@/lib/errors/result";
import { findWebhookFor } from "./find-webhook";
import type { WebhookSelector } from "./schema";
import { replaceWebhookSecret } from "./webhook-secret";

/** Gives a webhook a new signing secret, told this once. For a day messages are signed with the old one as well. */
export async function rotateWebhookSecret(
  context: Pick<PortalContext, "database" | "keyring">,
  actor: Actor,
  { webhookId }: WebhookSelector,
): Promise<Result<{ readonly secret: string }, { readonly reason: "not-found" }>> {
  return context.database.prisma.$transaction(async (transaction) => {
    // Locked: of two changes at once the second must overlap with the first.
    await transaction.$queryRaw`select 1 from webhook where id = ${webhookId}::uuid for update`;
    const webhook = await findWebhookFor(transaction, actor, webhookId, "write");
    if (!webhook) return fail({ reason: "not-found" });
    const { secret, sealed } = replaceWebhookSecret(context, webhookId, webhook.secretSealed);
    await transaction.webhook.update({ where: { id: webhookId }, data: { secretSealed: sealed } });
    await recordEvent(transaction, actor, {
      action: "webhook.rotate-secret",
      subjectKind: "webhook",
      subjectId: webhookId,
      result: "done",
    });
    return succeed({ secret });
  });
}
