import type { Command } from "commander";
import { parseId } from "../parse-id";
import { printAnswer } from "../print-answer";

interface Options {
  readonly cursor?: string;
  readonly limit: string;
  readonly json?: boolean;
}

export function addWebhookDeliveries(webhook: Command): void {
  webhook
    .command("deliveries")
    .description("what was sent to a webhook, newest first")
    .argument("<id>", "as `webhook list` shows it")
    .option("--limit <count>", "at most so many", "50")
    .option("--cursor <cursor>", "the next page, as the last one named it")
    .option("--json", "print the answer as JSON")
    .action(listThem);
}

async function listThem(text: string, options: Options): Promise<void> {
  const webhookId = parseId(text, "`webhook list`");
  const cursor = options.cursor === undefined ? {} : { cursor: parseId(options.cursor, "the last page") };
  const [
    { withPortal, COMMAND_LINE },
    { listDeliveries },
    { unwrapResult },
    { parseLimit },
    { formatTable },
  ] = await Promise.all([
    import("../open-command-context"),
    import("@/lib/notifications/queries"),
    import("../unwrap-result"),
    import("../parse-limit"),
    import("../format-table"),
  ]);
  const input = { webhookId, limit: parseLimit(options.limit), ...cursor };
  const page = unwrapResult(await withPortal((context) => listDeliveries(context, COMMAND_LINE, input)));
  const rows = page.deliveries.map(({ id, event, state, attempts, responseStatus, error, createdAt }) => [
    id,
    event,
    state,
    String(attempts),
    responseStatus === null ? (error ?? "") : String(responseStatus),
    createdAt.toISOString(),
  ]);
  const heads = ["id", "event", "state", "tries", "last answer", "made"];
  printAnswer(options, page, formatTable(heads, rows, page.nextCursor));
}
