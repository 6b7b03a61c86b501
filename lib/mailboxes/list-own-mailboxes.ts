import { type Actor, hasScope } from "@/lib/context/actor";
import { heldMailboxes } from "@/lib/context/mailbox-reach";
import type { PortalContext } from "@/lib/context/portal-context";

/** A mailbox whose mail its owner can read in the portal, now or once it is ready. */
export interface OwnMailbox {
  readonly id: string;
  readonly address: string;
  readonly isReady: boolean;
}

/** More than anybody has; a switch between them is no list to search in. */
const MOST = 50;

/** The account's own mailboxes, oldest first; temporary ones it holds beside them are not meant. */
export async function listOwnMailboxes(
  { database }: Pick<PortalContext, "database">,
  actor: Actor,
): Promise<readonly OwnMailbox[]> {
  if (actor.kind !== "account" || !hasScope(actor, "mailbox:read")) return [];
  const rows = await database.prisma.mailbox.findMany({
    where: {
      ...heldMailboxes(actor),
      purpose: "PERSON",
      state: { not: "DELETED" },
      address: { not: null },
    },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    take: MOST,
    select: { id: true, address: true, state: true, appPasswordReadyAt: true },
  });
  return rows.map(({ id, address, state, appPasswordReadyAt }) => ({
    id,
    address: address ?? "",
    isReady: state === "ACTIVE" && appPasswordReadyAt !== null,
  }));
}
