import type { Command } from "commander";
import { printAnswer } from "../print-answer";

interface Options {
  readonly query?: string;
  readonly cursor?: string;
  readonly limit: string;
  readonly json?: boolean;
}

export function addAccountList(account: Command): void {
  account
    .command("list")
    .description("accounts, newest first")
    .option("--query <text>", "only addresses with this in them")
    .option("--limit <count>", "at most so many", "50")
    .option("--cursor <cursor>", "the next page, as the last one named it")
    .option("--json", "print the answer as JSON")
    .action(listThem);
}

async function listThem(options: Options): Promise<void> {
  const [{ withPortal, COMMAND_LINE }, { listAccounts }, { unwrapResult }, { parseLimit }, { formatTable }] =
    await Promise.all([
      import("../open-command-context"),
      import("@/lib/accounts/queries"),
      import("../unwrap-result"),
      import("../parse-limit"),
      import("../format-table"),
    ]);
  const { query, cursor } = options;
  const limit = parseLimit(options.limit);
  const page = unwrapResult(
    await withPortal((context) =>
      listAccounts(context, COMMAND_LINE, {
        limit,
        ...(query ? { query } : {}),
        ...(cursor ? { cursor } : {}),
      }),
    ),
  );
  const rows = page.accounts.map(({ address, role, state, mailboxState, createdAt }) => [
    address,
    role.toLowerCase(),
    state.toLowerCase(),
    mailboxState ?? "no mailbox",
    createdAt.toISOString(),
  ]);
  printAnswer(
    options,
    page,
    formatTable(["address", "role", "state", "mailbox", "made"], rows, page.nextCursor),
  );
}
