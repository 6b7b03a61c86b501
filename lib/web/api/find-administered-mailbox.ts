import { type AccountActor, isAdmin } from "@/lib/context/actor";
import type { PortalContext } from "@/lib/context/portal-context";
import type { Mailbox } from "@/lib/database/models";
import { fail, type Result, succeed } from "@/lib/errors/result";
import { parseWholeAddress } from "@/lib/mailboxes/address";
import { findMailboxFor } from "@/lib/mailboxes/queries";

/**
 * The mailbox behind an address, for admins who may change it. `findMailboxFor` lets owners through as well; under
 * `/admin` being the owner is not enough.
 */
export async function findAdministeredMailbox(
  context: Pick<PortalContext, "database">,
  actor: AccountActor,
  address: string,
): Promise<Result<Mailbox & { readonly address: string }, { readonly reason: "not-found" }>> {
  const parsed = parseWholeAddress(address);
  if (!parsed || !isAdmin(actor, "admin:write")) return fail({ reason: "not-found" });
  const mailbox = await findMailboxFor(context, actor, { address: parsed.canonical }, "write");
  return mailbox?.address ? succeed({ ...mailbox, address: mailbox.address }) : fail({ reason: "not-found" });
}
