import type { PortalContext } from "@/lib/context/portal-context";
import { parseAddress } from "@/lib/sending/parse-recipients";
import { CommandFailure } from "./command-failure";

/**
 * The mailbox that sends with this address, and the account it belongs to. Throws a failure with reason
 * `sender-not-own` when nobody's mailbox does: a mailbox without an owner only receives.
 */
export async function findSenderOwner(
  { database }: Pick<PortalContext, "database">,
  from: string,
): Promise<{ readonly mailboxId: string; readonly owner: string }> {
  const address = parseAddress(from.trim())?.toLowerCase() ?? "";
  const mailboxes = await database.prisma.mailbox.findMany({
    where: {
      OR: [{ address }, { sendAliases: { has: address } }],
      state: { not: "DELETED" },
      account: { isNot: null },
    },
    orderBy: { createdAt: "asc" },
    select: { id: true, address: true, account: { select: { address: true } } },
  });
  const mailbox = mailboxes.find((own) => own.address === address) ?? mailboxes[0];
  if (mailbox?.account) return { mailboxId: mailbox.id, owner: mailbox.account.address };
  throw new CommandFailure("sender-not-own", `No account's mailbox sends with ${from}.`);
}
