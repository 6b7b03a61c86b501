import type { WorkerContext } from "@/lib/context/portal-context";
import { type MailcowMailbox, setCustomAttributes } from "@/lib/mailcow/mailboxes";
import type { OperationRun } from "./operation-run";
import { makeStamp, readStamp } from "./ownership";

type OwnContext = Pick<WorkerContext, "database" | "keyring" | "mailcow">;

/** Ours by the marker of any try at making this mailbox, or by the stamp that replaces the marker. */
export async function isOwnMailbox(
  context: OwnContext,
  run: OperationRun,
  mailbox: MailcowMailbox,
): Promise<boolean> {
  const tries = await context.database.prisma.operation.findMany({
    where: { mailboxId: run.mailbox.id },
    select: { id: true, marker: true },
  });
  if (tries.some(({ marker }) => marker === mailbox.attributeHash)) return true;
  const stampedBy = await readStamp(context, mailbox);
  return tries.some(({ id }) => id === stampedBy);
}

/** Writes the lasting proof of ownership: any edit in Mailcow blanks the marker, custom attributes survive. */
export async function stampMailbox(
  context: OwnContext,
  run: OperationRun,
  mailbox: MailcowMailbox,
): Promise<void> {
  const stamp = await makeStamp(context, run.operation.id, mailbox);
  await setCustomAttributes(context.mailcow, run.address, { ...stamp });
}
