import type { WorkerContext } from "@/lib/context/portal-context";
import { notifyChange } from "@/lib/database/notifications";
import { findMailbox, type MailboxLookup } from "@/lib/mailcow/mailboxes";
import { MailcowError } from "@/lib/mailcow/mailcow-error";
import { mirrorOf } from "./mirror-mailbox";
import type { MailboxReason } from "./schema";

/**
 * Reads one mailbox from Mailcow into the portal's row and tells open pages. With Mailcow away nothing changes:
 * the page keeps its numbers and their age.
 */
export async function refreshMailbox(
  context: Pick<WorkerContext, "database" | "mailcow">,
  mailboxId: string,
): Promise<void> {
  const { prisma } = context.database;
  const row = await prisma.mailbox.findUnique({ where: { id: mailboxId } });
  // Of a legacy mailbox Mailcow knows nothing.
  if (!row?.address || row.backend === "LEGACY" || (row.state !== "ACTIVE" && row.state !== "DISABLED"))
    return;
  try {
    const lookup = await findMailbox(context.mailcow.withPriority("background"), row.address);
    const data = changeFor(lookup, row.createdInMailcow);
    await prisma.$transaction(async (transaction) => {
      const { count } = await transaction.mailbox.updateMany({
        // A mailbox whose deletion began meanwhile keeps that state.
        where: { id: mailboxId, state: { in: ["ACTIVE", "DISABLED"] } },
        data,
      });
      if (count > 0)
        await notifyChange(transaction, { kind: "mailbox", id: mailboxId, accountId: row.accountId });
    });
  } catch (error) {
    if (!(error instanceof MailcowError)) throw error;
  }
}

function changeFor(lookup: MailboxLookup, createdInMailcow: string | null) {
  const problem = (reason: MailboxReason) => ({ state: "DISABLED" as const, reason, seenAt: new Date() });
  if (lookup.state === "torn") return problem("mailbox-broken");
  if (lookup.state === "absent") return problem("mailbox-gone");
  if (lookup.mailbox.createdAt !== createdInMailcow) return problem("not-ours");
  const state = lookup.mailbox.active === "active" ? ("ACTIVE" as const) : ("DISABLED" as const);
  return { ...mirrorOf(lookup.mailbox), displayName: lookup.mailbox.displayName, state, reason: null };
}
