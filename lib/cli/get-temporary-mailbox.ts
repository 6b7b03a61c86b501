import type { PortalContext } from "@/lib/context/portal-context";
import { findTemporaryMailbox, type TemporaryMailboxView } from "@/lib/temporary-mailboxes/queries";
import { CommandFailure } from "./command-failure";
import { COMMAND_LINE } from "./open-command-context";

/** The temporary mailbox of this address. Throws a failure with reason `not-found` when the portal has none. */
export async function getTemporaryMailbox(
  context: Pick<PortalContext, "database">,
  address: string,
): Promise<TemporaryMailboxView> {
  const mailbox = await findTemporaryMailbox(context, COMMAND_LINE, { address });
  if (!mailbox) throw new CommandFailure("not-found", `The portal has no temporary mailbox ${address}.`);
  return mailbox;
}
