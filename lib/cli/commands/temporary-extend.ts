import type { Command } from "commander";
import { MAX_LIFETIME_HOURS } from "@/lib/temporary-mailboxes/policy";
import { parseWholeNumber } from "../parse-whole-number";
import { printAnswer } from "../print-answer";

interface Options {
  readonly hours?: string;
  readonly json?: boolean;
}

export function addTemporaryExtend(temporary: Command): void {
  temporary
    .command("extend")
    .description("move a temporary mailbox's expiry on")
    .argument("<address>", "the mailbox's address")
    .option("--hours <hours>", "by so many; MAILBOX_EXPIRY_HOURS unless given")
    .option("--json", "print the answer as JSON")
    .action(extendIt);
}

async function extendIt(address: string, options: Options): Promise<void> {
  const hours =
    options.hours === undefined
      ? {}
      : { hours: parseWholeNumber("--hours", options.hours, 1, MAX_LIFETIME_HOURS) };
  const [
    { withPortal, COMMAND_LINE },
    { getTemporaryMailbox },
    { extendTemporaryMailbox },
    { unwrapResult },
  ] = await Promise.all([
    import("../open-command-context"),
    import("../get-temporary-mailbox"),
    import("@/lib/temporary-mailboxes/extend-temporary-mailbox"),
    import("../unwrap-result"),
  ]);
  await withPortal(async (context) => {
    const mailbox = await getTemporaryMailbox(context, address);
    const input = { mailboxId: mailbox.id, expectedExpiresAt: mailbox.expiresAt, ...hours };
    const { expiresAt } = unwrapResult(await extendTemporaryMailbox(context, COMMAND_LINE, input));
    printAnswer(options, { address, expiresAt }, `Mailbox ${address} expires on ${expiresAt.toISOString()}.`);
  });
}
