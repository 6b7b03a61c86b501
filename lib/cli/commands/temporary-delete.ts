import type { Command } from "commander";
import { printAnswer } from "../print-answer";

export interface TemporaryDeleteOptions {
  readonly confirm?: string;
  readonly json?: boolean;
}

export function addTemporaryDelete(temporary: Command): void {
  temporary
    .command("delete")
    .description("cut a temporary mailbox's logins now and delete its mail after the grace time")
    .argument("<address>", "the mailbox's address")
    .option(
      "--confirm <address>",
      "the address again; only needed when the mailbox has mail, or the mail server does not say",
    )
    .option("--json", "print the answer as JSON")
    .action(deleteTemporary);
}

export async function deleteTemporary(address: string, options: TemporaryDeleteOptions): Promise<void> {
  const [
    { withPortal, COMMAND_LINE },
    { getTemporaryMailbox },
    { deleteTemporaryMailbox },
    { countMail },
    { openMailReading },
    { unwrapResult },
  ] = await Promise.all([
    import("../open-command-context"),
    import("../get-temporary-mailbox"),
    import("@/lib/temporary-mailboxes/delete-temporary-mailbox"),
    import("@/lib/messages/count-mail"),
    import("@/lib/messages/open-mail-reading"),
    import("../unwrap-result"),
  ]);
  await withPortal(async (context) => {
    const { id: mailboxId } = await getTemporaryMailbox(context, address);
    const reading = openMailReading(context);
    const { confirm } = options;
    const input = { mailboxId, ...(confirm === undefined ? {} : { confirmAddress: confirm }) };
    const deleting = { ...context, countMail: (id: string) => countMail({ ...context, ...reading }, id) };
    const begun = await deleteTemporaryMailbox(deleting, COMMAND_LINE, input).finally(reading.close);
    const { operationId, deleteAfter } = unwrapResult(begun);
    printAnswer(
      options,
      { address, operationId, deleteAfter },
      `Mailbox ${address} is being deleted; its mail goes after ${deleteAfter.toISOString()}.`,
    );
  });
}
