import { type Actor, hasScope, isAdmin } from "@/lib/context/actor";
import { heldMailboxes } from "@/lib/context/mailbox-reach";
import type { PortalContext } from "@/lib/context/portal-context";
import type { Prisma } from "@/lib/database/create-database";
import type { Mailbox } from "@/lib/database/models";
import { hashOwnerSecret } from "./owner-secret";
import type { TemporaryMailboxSelector } from "./schema";

/**
 * What the actor owns: an account its own, a browser what its secret opens, also after signing in. Null for somebody
 * who can own nothing here.
 */
export function ownedBy(
  actor: Actor,
  ownerSecret: string | undefined,
  access: "read" | "write",
): Prisma.MailboxWhereInput | null {
  const owners: Prisma.MailboxWhereInput[] = [];
  const ownerSecretHash = hashOwnerSecret(ownerSecret);
  if (ownerSecretHash) owners.push({ ownerSecretHash });
  if (actor.kind === "account" && hasScope(actor, access === "read" ? "mailbox:read" : "mailbox:write")) {
    owners.push(heldMailboxes(actor));
  }
  return owners.length > 0 ? { OR: owners } : null;
}

/**
 * The temporary mailbox if the actor owns it, or administrates; null for any other, which thus cannot be told from
 * none. `owner` leaves admins out, for what concerns the owner alone.
 */
export async function findTemporaryMailboxFor(
  context: Pick<PortalContext, "database">,
  actor: Actor,
  selector: TemporaryMailboxSelector,
  access: "read" | "write" | "owner",
): Promise<Mailbox | null> {
  const right = access === "read" ? "read" : "write";
  const isAllowedAny = actor.kind === "system" || (access !== "owner" && isAdmin(actor, `admin:${right}`));
  const owner = isAllowedAny ? {} : ownedBy(actor, selector.ownerSecret, right);
  if (owner === null) return null;
  return context.database.prisma.mailbox.findFirst({
    where: {
      ...("mailboxId" in selector
        ? { id: selector.mailboxId }
        : { address: selector.address.trim().toLowerCase() }),
      ...owner,
      purpose: "TEMPORARY",
      state: { not: "DELETED" },
    },
  });
}
