import { type Command, Option } from "commander";
import { type WebhookEvent, webhookEvents, webhookUrl } from "@/lib/notifications/schema";
import { CommandFailure } from "../command-failure";
import { printAnswer } from "../print-answer";

interface Options {
  readonly events: readonly WebhookEvent[];
  readonly account?: string;
  readonly json?: boolean;
}

export function addWebhookCreate(webhook: Command): void {
  webhook
    .command("create")
    .description("send events to an address and print the secret they are signed with")
    .argument("<url>", "https, or http on a host in ALLOWED_PRIVATE_HOSTS")
    .addOption(
      new Option("--events <event...>", "which ones")
        .choices(webhookEvents)
        .default([...webhookEvents], "all"),
    )
    .option("--account <address>", "of this account's mailboxes; everybody's unless given")
    .option("--json", "print the answer as JSON")
    .action(createOne);
}

async function createOne(url: string, options: Options): Promise<void> {
  if (!webhookUrl.safeParse(url).success) {
    throw new CommandFailure("url-invalid", `${url}: give an http or https address.`, 2);
  }
  const [{ withPortal, COMMAND_LINE }, { actAsAccount }, { saveWebhook }, { unwrapResult }] =
    await Promise.all([
      import("../open-command-context"),
      import("../act-as-account"),
      import("@/lib/notifications/save-webhook"),
      import("../unwrap-result"),
    ]);
  const { account, events } = options;
  const { webhookId, secret } = await withPortal(async (context) => {
    const actor = account === undefined ? COMMAND_LINE : await actAsAccount(context, account);
    return unwrapResult(await saveWebhook(context, actor, { url, events: [...events] }));
  });
  printAnswer(
    options,
    { webhookId, url, events, secret },
    `Webhook ${webhookId} is made.\nSecret: ${secret}`,
  );
}
