import type { Command } from "commander";
import { printAnswer } from "../print-answer";
import { listTemporary } from "./temporary-list";

interface Options {
  readonly temporary?: boolean;
  readonly domain?: string;
  readonly query?: string;
  readonly cursor?: string;
  readonly limit: string;
  readonly json?: boolean;
}

const BYTES_PER_MIB = 1_048_576;

export function addMailboxList(mailbox: Command): void {
  mailbox
    .command("list")
    .description("mailboxes, newest first")
    .option("--domain <domain>", "only this domain's")
    .option("--query <text>", "only addresses with this in them")
    .option("--limit <count>", "at most so many", "50")
    .option("--cursor <cursor>", "the next page, as the last one named it")
    .option("--temporary", "only those that expire, the next to expire first")
    .option("--json", "print the answer as JSON")
    .action((options: Options) => (options.temporary ? listTemporary(options) : listThem(options)));
}

async function listThem(options: Options): Promise<void> {
  const [{ withPortal, COMMAND_LINE }, { listMailboxes }, { unwrapResult }, { parseLimit }, { formatTable }] =
    await Promise.all([
      import("../open-command-context"),
      import("@/lib/mailboxes/queries"),
      import("../unwrap-result"),
      import("../parse-limit"),
      import("../format-table"),
    ]);
  const { domain, query, cursor } = options;
  const input = {
    limit: parseLimit(options.limit),
    ...(domain ? { domain: domain.toLowerCase() } : {}),
    ...(query ? { query } : {}),
    ...(cursor ? { cursor } : {}),
  };
  const page = unwrapResult(await withPortal((context) => listMailboxes(context, COMMAND_LINE, input)));
  const rows = page.mailboxes.map(({ address, state, reason, usedBytes, quotaMiB, asOf }) => [
    address,
    reason ? `${state} (${reason})` : state,
    usedBytes === null ? "?" : `${Math.round(usedBytes / BYTES_PER_MIB)} of ${quotaMiB} MB`,
    asOf?.toISOString() ?? "never",
  ]);
  printAnswer(options, page, formatTable(["address", "state", "used", "as of"], rows, page.nextCursor));
}
