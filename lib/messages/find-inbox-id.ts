import type { Actor } from "@/lib/context/actor";
import { heldMailboxes } from "@/lib/context/mailbox-reach";
import type { PortalContext } from "@/lib/context/portal-context";

/**
 * Which mailbox an address means, for programs that know no ids: one of the account's own, or any for the system. Null
 * for every other, which thus cannot be told from none. What may be done with it is each service's to decide.
 */
export async function findInboxId(
  { database }: Pick<PortalContext, "database">,
  actor: Actor,
  address: string,
): Promise<string | null> {
  if (actor.kind === "visitor") return null;
  const owner = actor.kind === "account" ? heldMailboxes(actor) : {};
  const mailbox = await database.prisma.mailbox.findFirst({
    where: { ...owner, address: address.trim().toLowerCase(), state: { not: "DELETED" } },
    select: { id: true },
  });
  return mailbox?.id ?? null;
}
