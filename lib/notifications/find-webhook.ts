import type { Actor } from "@/lib/context/actor";
import type { Transaction } from "@/lib/database/create-database";
import type { Webhook } from "@/lib/database/models";
import { webhookReach } from "./policy";

/**
 * The webhook if the actor owns it, or administrates; null for any other, which thus cannot be told from none. A rule's
 * tells of one person's mail, which is no part of an admin's rights.
 */
export async function findWebhookFor(
  database: Transaction,
  actor: Actor,
  webhookId: string,
  access: "read" | "write",
): Promise<Webhook | null> {
  const reach = webhookReach(actor, access);
  if (reach === null) return null;
  return database.webhook.findFirst({ where: { id: webhookId, ...withinReach(actor, reach) } });
}

function withinReach(actor: Actor, reach: NonNullable<ReturnType<typeof webhookReach>>) {
  if (reach !== "everybodys") return reach;
  // The system is whoever runs the machine.
  return actor.kind === "account" ? { OR: [{ ruleId: null }, { accountId: actor.accountId }] } : {};
}
