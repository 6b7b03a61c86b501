import type { Command } from "commander";
import type { PortalContext } from "@/lib/context/portal-context";
import type { ChosenPassword } from "../choose-password";
import { printAnswer } from "../print-answer";

interface Options {
  readonly address: string;
  readonly passwordStdin?: boolean;
  readonly json?: boolean;
}

export function addMailboxCreate(mailbox: Command): void {
  mailbox
    .command("create")
    .description("make a mailbox: for the account of this address, which is made too if there is none")
    .requiredOption("--address <address>", "the mailbox's address")
    .option("--password-stdin", "read the password from standard input; otherwise one is made and printed")
    .option("--json", "print the answer as JSON")
    .action(createOne);
}

async function createOne(options: Options): Promise<void> {
  const [{ withPortal }, { choosePassword }, operations] = await Promise.all([
    import("../open-command-context"),
    import("../choose-password"),
    import("../await-operation"),
  ]);
  await withPortal(async (context) => {
    const chosen = await choosePassword(options.passwordStdin, context.settings.mailbox.passwordLength);
    const { mailboxId, operationId } = await requestFor(context, options.address, chosen);
    const operation = await operations.awaitOperation(context, operationId);
    const { state, reason } = operation;
    const { address } = options;
    printAnswer(
      options,
      {
        address,
        mailboxId,
        operationId,
        state,
        reason,
        ...(chosen.isGenerated ? { password: chosen.password } : {}),
      },
      [
        operations.describeOperation(`Mailbox ${address}`, operation),
        ...(chosen.isGenerated ? [`Password: ${chosen.password}`] : []),
      ].join("\n"),
    );
  });
}

/** The account asks for its mailbox itself, as its owner would in a browser; without one, both are made. */
async function requestFor(
  context: PortalContext,
  address: string,
  { password, isGenerated }: ChosenPassword,
): Promise<{ mailboxId: string | null; operationId: string }> {
  const [{ COMMAND_LINE }, { createAccount }, { requestMailbox }, { unwrapResult }, { CommandFailure }] =
    await Promise.all([
      import("../open-command-context"),
      import("@/lib/accounts/create-account"),
      import("@/lib/mailboxes/request-mailbox"),
      import("../unwrap-result"),
      import("../command-failure"),
    ]);
  const account = await context.database.prisma.account.findUnique({
    where: { address: address.toLowerCase() },
  });
  if (account) {
    const owner = {
      kind: "account",
      accountId: account.id,
      address: account.address,
      role: account.role,
    } as const;
    const actor = { ...owner, networkAddress: "127.0.0.1", sessionId: null, scopes: null };
    return unwrapResult(await requestMailbox(context, actor, { password }));
  }
  const input = {
    address,
    password,
    role: "PERSON",
    forcePasswordUpdate: isGenerated,
    withMailbox: true,
  } as const;
  const { mailboxId, operationId } = unwrapResult(await createAccount(context, COMMAND_LINE, input));
  if (operationId === null)
    throw new CommandFailure("no-mailbox", "The account was made, its mailbox was not.");
  return { mailboxId, operationId };
}
