import type { WorkerContext } from "@/lib/context/portal-context";
import { raiseEpoch } from "@/lib/mailboxes/instance-epoch";
import { readEpoch } from "@/lib/mailboxes/ownership";
import { findMailbox, setCustomAttributes } from "@/lib/mailcow/mailboxes";
import { MailcowError } from "@/lib/mailcow/mailcow-error";
import type { ServerPicture } from "./read-server-picture";

/**
 * Leaves the newest epoch in one of the portal's mailboxes after each round, so that also a database from before an
 * extension or a cancelled deletion, which stamp nothing, is known for older. One small write in Mailcow; where it
 * fails the next round does it.
 */
export async function anchorEpoch(
  context: Pick<WorkerContext, "database" | "mailcow">,
  picture: ServerPicture,
): Promise<void> {
  const living = picture.domains
    .flatMap(({ found }) => found)
    .filter(({ row, isProven }) => isProven && row.state !== "DELETING")
    // The one that carries it already, so that old anchors do not pile up.
    .sort((one, other) => readEpoch(other.mailbox) - readEpoch(one.mailbox));
  const address = living[0]?.mailbox.address;
  if (address === undefined) return;
  const client = context.mailcow.withPriority("background");
  try {
    const lookup = await findMailbox(client, address);
    if (lookup.state !== "present" || lookup.mailbox.createdAt !== living[0]?.mailbox.createdAt) return;
    const epoch = String(await raiseEpoch(context));
    const kept = Object.entries(lookup.mailbox.customAttributes).map(([name, value]) => [
      name,
      String(value),
    ]);
    await setCustomAttributes(client, address, { ...Object.fromEntries(kept), pasture_epoch: epoch });
  } catch (error) {
    if (!(error instanceof MailcowError)) throw error;
  }
}
