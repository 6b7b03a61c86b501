import type { Command } from "commander";
import { CommandFailure } from "../command-failure";
import { printAnswer } from "../print-answer";
import { deleteTemporary } from "./temporary-delete";

interface Options {
  readonly confirm?: string;
  readonly temporary?: boolean;
  readonly graceHours?: string;
  readonly json?: boolean;
}

const LONGEST_GRACE_HOURS = 720;

export function addMailboxDelete(mailbox: Command): void {
  mailbox
    .command("delete")
    .description("cut a mailbox's logins now and delete its mail after the grace time")
    .argument("<address>", "the mailbox's address")
    .option("--confirm <address>", "the address again, so that nothing is deleted by a slip")
    .option("--temporary", "one that expires: --confirm is needed only where there is mail")
    .option("--grace-hours <hours>", "how long it can be undone")
    .option("--json", "print the answer as JSON")
    .action((address: string, options: Options) =>
      options.temporary ? deleteShortLived(address, options) : deleteIt(address, options),
    );
}

async function deleteShortLived(address: string, options: Options): Promise<void> {
  if (options.graceHours !== undefined) {
    throw new CommandFailure("usage", "--grace-hours does not go with --temporary.", 2);
  }
  await deleteTemporary(address, options);
}

async function deleteIt(address: string, options: Options): Promise<void> {
  const { confirm } = options;
  if (confirm === undefined) throw new CommandFailure("usage", "Give --confirm with the address again.", 2);
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
      confirmAddress: confirm,
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
