import type { Command } from "commander";
import { CommandFailure } from "../command-failure";
import { printAnswer } from "../print-answer";

interface Options {
  readonly confirm: string;
  readonly graceHours?: string;
  readonly json?: boolean;
}

const LONGEST_GRACE_HOURS = 720;

export function addMailboxDelete(mailbox: Command): void {
  mailbox
    .command("delete")
    .description("cut a mailbox's logins now and delete its mail after the grace time")
    .argument("<address>", "the mailbox's address")
    .requiredOption("--confirm <address>", "the address again, so that nothing is deleted by a slip")
    .option("--grace-hours <hours>", "how long it can be undone")
    .option("--json", "print the answer as JSON")
    .action(deleteIt);
}

async function deleteIt(address: string, options: Options): Promise<void> {
  const [{ withPortal, COMMAND_LINE }, { getMailbox }, { deleteMailbox }, { unwrapResult }] =
    await Promise.all([
      import("../open-command-context"),
      import("../get-mailbox"),
      import("@/lib/mailboxes/delete-mailbox"),
      import("../unwrap-result"),
    ]);
  const graceHours = options.graceHours === undefined ? null : parseHours(options.graceHours);
  await withPortal(async (context) => {
    const { id: mailboxId } = await getMailbox(context, address);
    const input = {
      mailboxId,
      confirmAddress: options.confirm,
      ...(graceHours === null ? {} : { graceHours }),
    };
    const { operationId, deleteAfter } = unwrapResult(await deleteMailbox(context, COMMAND_LINE, input));
    printAnswer(
      options,
      { address, operationId, deleteAfter },
      `Mailbox ${address} is being deleted; its mail goes after ${deleteAfter.toISOString()}.`,
    );
  });
}

function parseHours(text: string): number {
  const hours = Number(text);
  if (Number.isInteger(hours) && hours >= 0 && hours <= LONGEST_GRACE_HOURS) return hours;
  throw new CommandFailure("not-hours", `--grace-hours ${text}: give 0 to ${LONGEST_GRACE_HOURS}.`, 2);
}
