import type { Actor } from "@/lib/context/actor";
import type { PortalContext } from "@/lib/context/portal-context";
import type { Webhook, WebhookDelivery } from "@/lib/database/models";
import { fail, type Result, succeed } from "@/lib/errors/result";
import { findWebhookFor } from "./find-webhook";
import { webhookReach } from "./policy";
import {
  type DeliveryState,
  type ListDeliveriesInput,
  listDeliveriesInput,
  type WebhookEvent,
  type WebhookSelector,
} from "./schema";

export interface WebhookView {
  readonly id: string;
  readonly url: string;
  readonly events: readonly WebhookEvent[];
  readonly isActive: boolean;
  /** Null hears of everybody's mailboxes. */
  readonly accountId: string | null;
  readonly createdAt: Date;
}

export interface DeliveryView {
  /** Also the `webhook-id` the receiver saw. */
  readonly id: string;
  readonly event: WebhookEvent;
  readonly state: DeliveryState;
  readonly attempts: number;
  /** Of the last try; null when nobody answered. */
  readonly responseStatus: number | null;
  /** Why nobody took it at the last try. */
  readonly error: string | null;
  readonly payload: unknown;
  readonly createdAt: Date;
  readonly nextAttemptAt: Date | null;
  readonly deliveredAt: Date | null;
}

export interface DeliveryList {
  readonly deliveries: readonly DeliveryView[];
  /** Ask again with it for the next page; null on the last. */
  readonly nextCursor: string | null;
}

type ReadContext = Pick<PortalContext, "database">;
type NotFound = { readonly reason: "not-found" };

const MOST_LISTED = 500;

/** The actor's own webhooks, for admins all of them; newest first. Those of rules are listed with them. Never their secrets. */
export async function listWebhooks(
  { database }: ReadContext,
  actor: Actor,
): Promise<Result<readonly WebhookView[], { readonly reason: "not-allowed" }>> {
  const reach = webhookReach(actor, "read");
  if (reach === null) return fail({ reason: "not-allowed" });
  const webhooks = await database.prisma.webhook.findMany({
    where: { ruleId: null, ...(reach === "everybodys" ? {} : reach) },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: MOST_LISTED,
  });
  return succeed(webhooks.map(viewWebhook));
}

export async function getWebhook(
  { database }: ReadContext,
  actor: Actor,
  { webhookId }: WebhookSelector,
): Promise<Result<WebhookView, NotFound>> {
  const webhook = await findWebhookFor(database.prisma, actor, webhookId, "read");
  return webhook ? succeed(viewWebhook(webhook)) : fail({ reason: "not-found" });
}

/** What was sent to a webhook in the last days, newest first, in keyset pages. */
export async function listDeliveries(
  { database }: ReadContext,
  actor: Actor,
  given: ListDeliveriesInput,
): Promise<Result<DeliveryList, NotFound>> {
  const { webhookId, cursor, limit } = listDeliveriesInput.parse(given);
  if (!(await findWebhookFor(database.prisma, actor, webhookId, "read")))
    return fail({ reason: "not-found" });
  const before = cursor
    ? await database.prisma.webhookDelivery.findFirst({ where: { id: cursor, webhookId } })
    : null;
  if (cursor && !before) return fail({ reason: "not-found" });
  const rows = await database.prisma.webhookDelivery.findMany({
    where: {
      webhookId,
      ...(before
        ? {
            OR: [
              { createdAt: { lt: before.createdAt } },
              { createdAt: before.createdAt, id: { lt: before.id } },
            ],
          }
        : {}),
    },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: limit + 1,
  });
  const page = rows.slice(0, limit);
  return succeed({
    deliveries: page.map(viewDelivery),
    nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
  });
}

function viewWebhook({ id, url, events, isActive, accountId, createdAt }: Webhook): WebhookView {
  return { id, url, events: events as WebhookEvent[], isActive, accountId, createdAt };
}

function viewDelivery(delivery: WebhookDelivery): DeliveryView {
  const { webhookId: _webhookId, event, state, ...rest } = delivery;
  return { ...rest, event: event as WebhookEvent, state: state as DeliveryState };
}
