import type { Command } from "commander";
import { printAnswer } from "../print-answer";

export interface TemporaryListOptions {
  readonly domain?: string;
  readonly query?: string;
  readonly cursor?: string;
  readonly limit: string;
  readonly json?: boolean;
}

export function addTemporaryList(temporary: Command): void {
  temporary
    .command("list")
    .description("temporary mailboxes, the next to expire first")
    .option("--domain <domain>", "only this domain's")
    .option("--query <text>", "only addresses with this in them")
    .option("--limit <count>", "at most so many", "50")
    .option("--cursor <cursor>", "the next page, as the last one named it")
    .option("--json", "print the answer as JSON")
    .action(listTemporary);
}

export async function listTemporary(options: TemporaryListOptions): Promise<void> {
  const [
    { withPortal, COMMAND_LINE },
    search,
    { unwrapResult },
    { parseLimit },
    { formatTable },
    { CommandFailure },
  ] = await Promise.all([
    import("../open-command-context"),
    import("@/lib/mailboxes/search-mailboxes"),
    import("../unwrap-result"),
    import("../parse-limit"),
    import("../format-table"),
    import("../command-failure"),
  ]);
  const { domain, query, cursor } = options;
  const input = search.searchMailboxesInput.safeParse({
    purpose: "temporary",
    sort: "expiry",
    limit: parseLimit(options.limit),
    domain: domain?.toLowerCase(),
    query,
    cursor,
  });
  if (!input.success) throw new CommandFailure("not-a-cursor", "Give --cursor as the last page named it.", 2);
  const page = unwrapResult(
    await withPortal((context) => search.searchMailboxes(context, COMMAND_LINE, input.data)),
  );
  const rows = page.mailboxes.map(({ address, state, reason, owner, expiresAt }) => [
    address ?? "",
    reason ? `${state} (${reason})` : state,
    owner ?? "nobody's account",
    expiresAt?.toISOString() ?? "never",
  ]);
  printAnswer(options, page, formatTable(["address", "state", "owner", "expires"], rows, page.nextCursor));
}
