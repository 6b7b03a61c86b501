import type { Command } from "commander";
import { printAnswer } from "../print-answer";

interface Options {
  readonly address: string;
  readonly json?: boolean;
}

export function addAccountDisable(account: Command): void {
  account
    .command("disable")
    .description("end an account's sessions and tokens and refuse new ones; its mailbox is not touched")
    .requiredOption("--address <address>", "the account's address")
    .option("--json", "print the answer as JSON")
    .action((options: Options) => setState(options, "disabled"));
}

export function addAccountEnable(account: Command): void {
  account
    .command("enable")
    .description("let a disabled account sign in again")
    .requiredOption("--address <address>", "the account's address")
    .option("--json", "print the answer as JSON")
    .action((options: Options) => setState(options, "active"));
}

async function setState(options: Options, state: "disabled" | "active"): Promise<void> {
  const [{ withPortal, COMMAND_LINE }, { disableAccount, enableAccount }, { unwrapResult }] =
    await Promise.all([
      import("../open-command-context"),
      import("@/lib/accounts/disable-account"),
      import("../unwrap-result"),
    ]);
  const change = state === "disabled" ? disableAccount : enableAccount;
  const { address } = options;
  unwrapResult(await withPortal((context) => change(context, COMMAND_LINE, { address })));
  printAnswer(options, { address, state }, `Account ${address} is ${state}.`);
}
