import type { Command } from "commander";
import type { PortalContext } from "@/lib/context/portal-context";
import type { ChosenPassword } from "../choose-password";
import { CommandFailure } from "../command-failure";
import { printAnswer } from "../print-answer";
import { createTemporary, type TemporaryCreateOptions } from "./temporary-create";

interface Options extends TemporaryCreateOptions {
  readonly address?: string;
  readonly temporary?: boolean;
  readonly passwordStdin?: boolean;
}

export function addMailboxCreate(mailbox: Command): void {
  mailbox
    .command("create")
    .description("make a mailbox: for the account of this address, which is made too if there is none")
    .option("--address <address>", "the mailbox's address")
    .option("--password-stdin", "read the password from standard input; otherwise one is made and printed")
    .option("--temporary", "one that expires, at a random address and with a password of its own")
    .option("--domain <domain>", "with --temporary: on this domain; the first that is offered unless given")
    .option("--hours <hours>", "with --temporary: until it expires; MAILBOX_EXPIRY_HOURS unless given")
    .option("--account <address>", "with --temporary: for this account; nobody's unless given")
    .option("--json", "print the answer as JSON")
    .action((options: Options) => (options.temporary ? createRandom(options) : createNamed(options)));
}

async function createRandom(options: Options): Promise<void> {
  if (options.address !== undefined || options.passwordStdin) {
    throw new CommandFailure("usage", "--temporary makes address and password itself.", 2);
  }
  await createTemporary(options);
}

async function createNamed(options: Options): Promise<void> {
  const { address, domain, hours, account } = options;
  if (address === undefined) throw new CommandFailure("usage", "Give --address, or --temporary.", 2);
  if (domain !== undefined || hours !== undefined || account !== undefined) {
    throw new CommandFailure("usage", "--domain, --hours and --account go with --temporary.", 2);
  }
  const [{ withPortal }, { choosePassword }, operations] = await Promise.all([
    import("../open-command-context"),
    import("../choose-password"),
    import("../await-operation"),
  ]);
  await withPortal(async (context) => {
    const chosen = await choosePassword(options.passwordStdin, context.settings.mailbox.passwordLength);
    const { mailboxId, operationId } = await requestFor(context, address, chosen);
    const operation = await operations.awaitOperation(context, operationId);
    const { state, reason } = operation;
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
  const [{ COMMAND_LINE }, { createAccount }, { requestMailbox }, { unwrapResult }] = await Promise.all([
    import("../open-command-context"),
    import("@/lib/accounts/create-account"),
    import("@/lib/mailboxes/request-mailbox"),
    import("../unwrap-result"),
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
