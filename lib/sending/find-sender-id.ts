import type { AccountActor } from "@/lib/context/actor";
import { heldMailboxes } from "@/lib/context/mailbox-reach";
import type { PortalContext } from "@/lib/context/portal-context";
import { parseAddress } from "./parse-recipients";

/**
 * The account's mailbox that sends with this address: the one that has it, or has it as an alias; without an address
 * the person's own, or the one that the token is limited to. Null where the account has none such, whoever else may.
 */
export async function findSenderId(
  { database }: Pick<PortalContext, "database">,
  actor: AccountActor,
  from: string | undefined,
): Promise<string | null> {
  const address = from === undefined ? null : parseAddress(from.trim())?.toLowerCase();
  if (address === undefined) return null;
  const usual = actor.mailboxIds?.length === 1 ? {} : { purpose: "PERSON" as const };
  const named = address === null ? usual : ownedAddress(address);
  const mailboxes = await database.prisma.mailbox.findMany({
    where: { ...heldMailboxes(actor), state: { not: "DELETED" }, ...named },
    orderBy: { createdAt: "asc" },
    select: { id: true, address: true },
  });
  const first = mailboxes.find((mailbox) => mailbox.address === address) ?? mailboxes[0];
  return first?.id ?? null;
}

function ownedAddress(address: string) {
  return { OR: [{ address }, { sendAliases: { has: address } }] };
}
