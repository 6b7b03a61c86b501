import type { Command } from "commander";
import { printAnswer } from "../print-answer";

interface Options {
  readonly account?: string;
  readonly json?: boolean;
}

export function addTokenList(token: Command): void {
  token
    .command("list")
    .description("live tokens, newest first; only their first characters are known")
    .option("--account <address>", "only this account's")
    .option("--json", "print the answer as JSON")
    .action(listThem);
}

async function listThem(options: Options): Promise<void> {
  const [{ withPortal, COMMAND_LINE }, { listTokens }, { formatTable }] = await Promise.all([
    import("../open-command-context"),
    import("@/lib/api-tokens/queries"),
    import("../format-table"),
  ]);
  const all = await withPortal((context) => listTokens(context, COMMAND_LINE, { everybodys: true }));
  const account = options.account?.toLowerCase();
  const tokens = account ? all.filter(({ accountAddress }) => accountAddress === account) : all;
  const rows = tokens.map((token) => [
    token.id,
    `${token.hint}…`,
    token.accountAddress,
    token.scopes.join(" "),
    token.mailboxes === null ? "all" : token.mailboxes.join(" ") || "gone",
    token.expiresAt?.toISOString() ?? "never",
    token.name,
  ]);
  printAnswer(
    options,
    { tokens },
    formatTable(["id", "token", "account", "scopes", "mailboxes", "expires", "name"], rows),
  );
}
