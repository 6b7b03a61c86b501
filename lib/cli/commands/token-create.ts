import { type Command, Option } from "commander";
import { scopes } from "@/lib/context/actor";
import { CommandFailure } from "../command-failure";
import { printAnswer } from "../print-answer";

interface Options {
  readonly account: string;
  readonly scope: readonly string[];
  readonly name: string;
  readonly expiresInDays: string;
  readonly mailbox?: readonly string[];
  readonly json?: boolean;
}

const LONGEST_DAYS = 3_650;

export function addTokenCreate(token: Command): void {
  token
    .command("create")
    .description("make a token; it is shown this once")
    .requiredOption("--account <address>", "whose token")
    .addOption(
      new Option("--scope <scope...>", "what it may do; * is all of the account's rights")
        .choices([...scopes])
        .makeOptionMandatory(),
    )
    .option("--name <name>", "to recognise it in a list", "command line")
    .option("--mailbox <address...>", "limit it to this mailbox of the account; can be given again")
    .option("--expires-in-days <days>", "a number of days, or never", "90")
    .option("--json", "print the answer as JSON")
    .action(createOne);
}

async function createOne(options: Options): Promise<void> {
  const [{ withPortal, COMMAND_LINE }, { createToken }, { createTokenInput }, { unwrapResult }] =
    await Promise.all([
      import("../open-command-context"),
      import("@/lib/api-tokens/create-token"),
      import("@/lib/api-tokens/schema"),
      import("../unwrap-result"),
    ]);
  const { account, scope, name, mailbox } = options;
  const expiresInDays = parseDays(options.expiresInDays);
  const input = createTokenInput.parse({
    name,
    scopes: scope,
    expiresInDays,
    mailboxAddresses: mailbox,
    accountAddress: account,
  });
  const made = unwrapResult(await withPortal((context) => createToken(context, COMMAND_LINE, input)));
  printAnswer(
    options,
    { ...made, account, scopes: scope, mailboxes: mailbox ?? null, expiresInDays },
    made.token,
  );
}

function parseDays(text: string): number | null {
  if (text === "never") return null;
  const days = Number(text);
  if (Number.isInteger(days) && days >= 1 && days <= LONGEST_DAYS) return days;
  throw new CommandFailure("not-days", `--expires-in-days ${text}: give 1 to ${LONGEST_DAYS}, or never.`, 2);
}
