import type { Command } from "commander";
import { printAnswer } from "../print-answer";

interface Options {
  readonly confirm?: string;
  readonly json?: boolean;
}

export function addTemporaryDelete(temporary: Command): void {
  temporary
    .command("delete")
    .description("cut a temporary mailbox's logins now and delete its mail after the grace time")
    .argument("<address>", "the mailbox's address")
    .option("--confirm <address>", "the address again; only needed when the mailbox has mail")
    .option("--json", "print the answer as JSON")
    .action(deleteIt);
}

async function deleteIt(address: string, options: Options): Promise<void> {
  const [
    { withPortal, COMMAND_LINE },
    { getTemporaryMailbox },
    { deleteTemporaryMailbox },
    { unwrapResult },
  ] = await Promise.all([
    import("../open-command-context"),
    import("../get-temporary-mailbox"),
    import("@/lib/temporary-mailboxes/delete-temporary-mailbox"),
    import("../unwrap-result"),
  ]);
  await withPortal(async (context) => {
    const { id: mailboxId } = await getTemporaryMailbox(context, address);
    const { confirm } = options;
    const input = { mailboxId, ...(confirm === undefined ? {} : { confirmAddress: confirm }) };
    const { operationId, deleteAfter } = unwrapResult(
      await deleteTemporaryMailbox(context, COMMAND_LINE, input),
    );
    printAnswer(
      options,
      { address, operationId, deleteAfter },
      `Mailbox ${address} is being deleted; its mail goes after ${deleteAfter.toISOString()}.`,
    );
  });
}
