import type { Actor } from "@/lib/context/actor";
import type { Transaction } from "@/lib/database/create-database";
import type { Webhook } from "@/lib/database/models";
import { webhookReach } from "./policy";

/** The webhook if the actor owns it, or administrates; null for any other, which thus cannot be told from none. */
export async function findWebhookFor(
  database: Transaction,
  actor: Actor,
  webhookId: string,
  access: "read" | "write",
): Promise<Webhook | null> {
  const reach = webhookReach(actor, access);
  if (reach === null) return null;
  const owner = reach === "everybodys" ? {} : reach;
  return database.webhook.findFirst({ where: { id: webhookId, ...owner } });
}
