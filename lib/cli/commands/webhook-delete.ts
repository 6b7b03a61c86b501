import type { Command } from "commander";
import { parseId } from "../parse-id";
import { printAnswer } from "../print-answer";

export function addWebhookDelete(webhook: Command): void {
  webhook
    .command("delete")
    .description("end a webhook with its deliveries")
    .argument("<id>", "as `webhook list` shows it")
    .option("--json", "print the answer as JSON")
    .action(deleteIt);
}

async function deleteIt(text: string, options: { json?: boolean }): Promise<void> {
  const webhookId = parseId(text, "`webhook list`");
  const [{ withPortal, COMMAND_LINE }, { deleteWebhook }, { unwrapResult }] = await Promise.all([
    import("../open-command-context"),
    import("@/lib/notifications/delete-webhook"),
    import("../unwrap-result"),
  ]);
  unwrapResult(await withPortal((context) => deleteWebhook(context, COMMAND_LINE, { webhookId })));
  printAnswer(options, { webhookId, deleted: true }, `Webhook ${webhookId} is gone.`);
}
