import type { PortalContext } from "@/lib/context/portal-context";
import { findInboxId } from "@/lib/messages/find-inbox-id";
import { CommandFailure } from "./command-failure";
import { COMMAND_LINE } from "./open-command-context";

/** The mailbox of this address, whoever has it. Throws a failure with reason `not-found` when the portal has none. */
export async function getInboxId(context: Pick<PortalContext, "database">, address: string): Promise<string> {
  const mailboxId = await findInboxId(context, COMMAND_LINE, address);
  if (mailboxId === null) throw new CommandFailure("not-found", `The portal has no mailbox ${address}.`);
  return mailboxId;
}
