import { type Actor, hasScope } from "@/lib/context/actor";
import { heldMailboxes } from "@/lib/context/mailbox-reach";
import type { PortalContext } from "@/lib/context/portal-context";
import type { OutgoingMessage } from "@/lib/database/models";

export type OwnedOutgoing = OutgoingMessage & { readonly mailbox: { readonly accountId: string | null } };

/** The message if it is the actor's; null for any other, which thus cannot be told from none. */
export async function findOutgoing(
  { database }: Pick<PortalContext, "database">,
  actor: Actor,
  outgoingId: string,
): Promise<OwnedOutgoing | null> {
  if (actor.kind !== "account" || !hasScope(actor, "mail:send")) return null;
  return database.prisma.outgoingMessage.findFirst({
    where: { id: outgoingId, mailbox: { ...heldMailboxes(actor), state: { not: "DELETED" } } },
    include: { mailbox: { select: { accountId: true } } },
  });
}

/** Whether the actor may see this mailbox's outgoing mail. */
export async function ownsMailbox(
  { database }: Pick<PortalContext, "database">,
  actor: Actor,
  mailboxId: string,
): Promise<boolean> {
  if (actor.kind !== "account" || !hasScope(actor, "mail:send")) return false;
  const where = { id: mailboxId, ...heldMailboxes(actor), state: { not: "DELETED" as const } };
  return (await database.prisma.mailbox.count({ where })) > 0;
}
