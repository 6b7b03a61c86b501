import type { Command } from "commander";
import { printAnswer } from "../print-answer";

interface Options {
  readonly passwordStdin?: boolean;
  readonly json?: boolean;
}

export function addMailboxSetPassword(mailbox: Command): void {
  mailbox
    .command("set-password")
    .description("set a mailbox's password; the account's own stays")
    .argument("<address>", "the mailbox's address")
    .option("--password-stdin", "read the password from standard input; otherwise one is made and printed")
    .option("--json", "print the answer as JSON")
    .action(setIt);
}

async function setIt(address: string, options: Options): Promise<void> {
  const [
    { withPortal, COMMAND_LINE },
    { getMailbox },
    { choosePassword },
    { changeMailboxPassword },
    operations,
    { unwrapResult },
  ] = await Promise.all([
    import("../open-command-context"),
    import("../get-mailbox"),
    import("../choose-password"),
    import("@/lib/mailboxes/change-mailbox-password"),
    import("../await-operation"),
    import("../unwrap-result"),
  ]);
  await withPortal(async (context) => {
    const { passwordLength } = context.settings.mailbox;
    const { password, isGenerated } = await choosePassword(options.passwordStdin, passwordLength);
    const { id: mailboxId } = await getMailbox(context, address);
    const input = { mailboxId, newPassword: password };
    const { operationId } = unwrapResult(await changeMailboxPassword(context, COMMAND_LINE, input));
    const operation = await operations.awaitOperation(context, operationId);
    const { state, reason } = operation;
    printAnswer(
      options,
      { address, operationId, state, reason, ...(isGenerated ? { password } : {}) },
      [
        operations.describeOperation(`The password of ${address}`, operation),
        ...(isGenerated ? [`Password: ${password}`] : []),
      ].join("\n"),
    );
  });
}
