import type { Transaction } from "@/lib/database/create-database";
import { emitEvent } from "./emit-event";

/** Tells webhooks of a change that needed no operation in Mailcow, in the transaction that makes it. */
export async function announceMailbox(
  transaction: Transaction,
  type: "mailbox.created" | "mailbox.expired" | "mailbox.deleted",
  mailboxId: string,
): Promise<void> {
  const mailbox = await transaction.mailbox.findUniqueOrThrow({ where: { id: mailboxId } });
  const { address } = mailbox;
  if (address === null) throw new Error(`mailbox ${mailboxId} has no address any more`);
  await emitEvent(transaction, { type, mailbox: { ...mailbox, address } });
}
