import { randomUUID } from "node:crypto";
import type { Prisma, Transaction } from "@/lib/database/create-database";
import type { Mailbox } from "@/lib/database/models";
import { queueDelivery } from "./queue-delivery";
import type { WebhookEvent } from "./schema";

/** The mailbox an event is about; `address` is given because a deleted row has none any more. */
export type EventMailbox = Pick<Mailbox, "id" | "domainName" | "accountId" | "purpose" | "expiresAt"> & {
  readonly address: string;
};

export interface MessageEvent {
  readonly type: "message.received";
  readonly mailbox: EventMailbox;
  readonly message: {
    /** As the inbox names it. */
    readonly id: string;
    readonly from: { readonly name: string; readonly address: string } | null;
    readonly subject: string;
    readonly receivedAt: Date;
    readonly sizeBytes: number;
  };
  /** Receivers that began to listen to mail after this are not told. */
  readonly heardBy: Date;
  /** For whose sake it is told, where a rule asked for it. */
  readonly rule?: { readonly id: string; readonly name: string };
}

/** What happened. Of a message what a list of messages shows, and never its text. */
export type PortalEvent =
  | {
      readonly type: "mailbox.created" | "mailbox.expired" | "mailbox.deleted";
      readonly mailbox: EventMailbox;
    }
  | MessageEvent
  | { readonly type: "provisioning.failed"; readonly mailbox: EventMailbox; readonly reason: string };

/**
 * Writes one delivery and its job for every webhook that listens, in the caller's transaction: what happened is told,
 * and what was rolled back is not. A webhook of an account hears of that account's mailboxes only.
 */
export async function emitEvent(transaction: Transaction, event: PortalEvent): Promise<void> {
  const { accountId } = event.mailbox;
  const listeners = await transaction.webhook.findMany({
    where: {
      isActive: true,
      events: { has: event.type satisfies WebhookEvent },
      OR: [{ accountId: null }, ...(accountId === null ? [] : [{ accountId }])],
      ...(event.type === "message.received" ? { mailSince: { lte: event.heardBy } } : {}),
    },
    select: { id: true },
  });
  if (listeners.length === 0) return;
  const payload = describeEvent(event, new Date());
  const deliveries = listeners.map(({ id }) => ({ id: randomUUID(), webhookId: id }));
  await transaction.webhookDelivery.createMany({
    data: deliveries.map((delivery) => ({ ...delivery, event: event.type, payload })),
  });
  for (const delivery of deliveries) await queueDelivery(transaction, delivery);
}

/** The body of the message, in the form the Standard Webhooks specification advises: type, timestamp, data. */
export function describeEvent(event: PortalEvent, at: Date): Prisma.InputJsonObject {
  const { mailbox } = event;
  return {
    type: event.type,
    timestamp: at.toISOString(),
    data: {
      mailbox: {
        id: mailbox.id,
        email: mailbox.address,
        domain: mailbox.domainName,
        temporary: mailbox.purpose === "TEMPORARY",
        expires_at: mailbox.expiresAt?.toISOString() ?? null,
      },
      ...describeRest(event),
    },
  };
}

function describeRest(event: PortalEvent): Prisma.InputJsonObject {
  switch (event.type) {
    case "message.received": {
      const { id, from, subject, receivedAt, sizeBytes } = event.message;
      const sender = from && { name: from.name, address: from.address };
      return {
        message: { id, from: sender, subject, received_at: receivedAt.toISOString(), size_bytes: sizeBytes },
        ...(event.rule ? { rule: { id: event.rule.id, name: event.rule.name } } : {}),
      };
    }
    case "provisioning.failed":
      return { reason: event.reason };
    default:
      return {};
  }
}
