import type { Command } from "commander";
import { printAnswer } from "../print-answer";

export function addWebhookList(webhook: Command): void {
  webhook
    .command("list")
    .description("everybody's webhooks, newest first")
    .option("--json", "print the answer as JSON")
    .action(listThem);
}

async function listThem(options: { json?: boolean }): Promise<void> {
  const [{ withPortal, COMMAND_LINE }, { listWebhooks }, { unwrapResult }, { formatTable }] =
    await Promise.all([
      import("../open-command-context"),
      import("@/lib/notifications/queries"),
      import("../unwrap-result"),
      import("../format-table"),
    ]);
  const webhooks = unwrapResult(await withPortal((context) => listWebhooks(context, COMMAND_LINE)));
  const rows = webhooks.map(({ id, url, events, isActive, accountId }) => [
    id,
    isActive ? "on" : "off",
    accountId === null ? "everybody's" : `account ${accountId}`,
    events.join(" "),
    url,
  ]);
  printAnswer(options, { webhooks }, formatTable(["id", "state", "hears of", "events", "address"], rows));
}
