import type { PortalContext } from "@/lib/context/portal-context";
import type { Mailbox } from "@/lib/database/models";
import { findMailboxFor } from "@/lib/mailboxes/queries";
import { CommandFailure } from "./command-failure";
import { COMMAND_LINE } from "./open-command-context";

/** The mailbox of this address. Throws a failure with reason `not-found` when the portal has none. */
export async function getMailbox(
  context: Pick<PortalContext, "database">,
  address: string,
): Promise<Mailbox> {
  const mailbox = await findMailboxFor(context, COMMAND_LINE, { address: address.toLowerCase() }, "write");
  if (!mailbox) throw new CommandFailure("not-found", `The portal has no mailbox ${address}.`);
  return mailbox;
}
