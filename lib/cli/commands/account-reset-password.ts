import type { Command } from "commander";
import { printAnswer } from "../print-answer";

interface Options {
  readonly address: string;
  readonly passwordStdin?: boolean;
  readonly alsoMailbox?: boolean;
  readonly json?: boolean;
}

export function addAccountResetPassword(account: Command): void {
  account
    .command("reset-password")
    .description("give an account a new password and end its sessions")
    .requiredOption("--address <address>", "the account's address")
    .option("--password-stdin", "read the password from standard input; otherwise one is made and printed")
    .option("--also-mailbox", "set the mailbox's password as well")
    .option("--json", "print the answer as JSON")
    .action(resetIt);
}

async function resetIt(options: Options): Promise<void> {
  const [
    { withPortal, COMMAND_LINE },
    { choosePassword },
    { resetAccountPassword },
    operations,
    { unwrapResult },
  ] = await Promise.all([
    import("../open-command-context"),
    import("../choose-password"),
    import("@/lib/accounts/reset-account-password"),
    import("../await-operation"),
    import("../unwrap-result"),
  ]);
  await withPortal(async (context) => {
    const { passwordLength } = context.settings.mailbox;
    const { password, isGenerated } = await choosePassword(options.passwordStdin, passwordLength);
    const { address } = options;
    const input = { address, password, alsoMailbox: options.alsoMailbox ?? false };
    const { operationId } = unwrapResult(await resetAccountPassword(context, COMMAND_LINE, input));
    const operation = operationId ? await operations.awaitOperation(context, operationId) : null;
    printAnswer(
      options,
      {
        address,
        mailbox: operation && { state: operation.state, reason: operation.reason },
        ...(isGenerated ? { password } : {}),
      },
      [
        `Account ${address} has a new password.`,
        ...(operation ? [operations.describeOperation("Its mailbox's password", operation)] : []),
        ...(isGenerated ? [`Password: ${password}`] : []),
      ].join("\n"),
    );
  });
}
