import type { Command } from "commander";
import { printAnswer } from "../print-answer";

interface Options {
  readonly address: string;
  readonly admin?: boolean;
  readonly name?: string;
  readonly passwordStdin?: boolean;
  readonly mailbox: boolean;
  readonly json?: boolean;
}

export function addAccountCreate(account: Command): void {
  account
    .command("create")
    .description("make an account, and its mailbox when the address is on one of the portal's domains")
    .requiredOption("--address <address>", "what the person signs in with")
    .option("--admin", "an account that administrates the portal")
    .option("--name <name>", "the person's name")
    .option("--password-stdin", "read the password from standard input; otherwise one is made and printed")
    .option("--no-mailbox", "only the account")
    .option("--json", "print the answer as JSON")
    .action(createOne);
}

async function createOne(options: Options): Promise<void> {
  const [
    { withPortal, COMMAND_LINE },
    { choosePassword },
    { createAccount },
    { isManagedDomain },
    operations,
    { unwrapResult },
  ] = await Promise.all([
    import("../open-command-context"),
    import("../choose-password"),
    import("@/lib/accounts/create-account"),
    import("@/lib/domains/queries"),
    import("../await-operation"),
    import("../unwrap-result"),
  ]);
  await withPortal(async (context) => {
    const { passwordLength } = context.settings.mailbox;
    const { password, isGenerated } = await choosePassword(options.passwordStdin, passwordLength);
    const domain = options.address.split("@").at(-1)?.toLowerCase() ?? "";
    const created = unwrapResult(
      await createAccount(context, COMMAND_LINE, {
        address: options.address,
        password,
        role: options.admin ? "ADMIN" : "PERSON",
        ...(options.name ? { displayName: options.name } : {}),
        forcePasswordUpdate: isGenerated,
        withMailbox: options.mailbox && (await isManagedDomain(context, domain)),
      }),
    );
    const { accountId, address, mailboxId, operationId } = created;
    const operation = operationId ? await operations.awaitOperation(context, operationId) : null;
    printAnswer(
      options,
      {
        accountId,
        address,
        role: options.admin ? "admin" : "person",
        mailbox: operation && { mailboxId, operationId, state: operation.state, reason: operation.reason },
        ...(isGenerated ? { password } : {}),
      },
      [
        `Account ${address} made.`,
        ...(operation ? [operations.describeOperation("Its mailbox", operation)] : []),
        ...(isGenerated ? [`Password: ${password}`] : []),
      ].join("\n"),
    );
  });
}
