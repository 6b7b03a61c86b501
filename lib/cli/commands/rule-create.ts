import type { Command } from "commander";
import { printAnswer } from "../print-answer";

interface Options {
  readonly name: string;
  readonly sender?: string;
  readonly subject?: string;
  readonly code?: boolean;
  readonly attachment?: boolean;
  readonly url?: string;
  readonly mail?: boolean;
  readonly json?: boolean;
}

export function addRuleCreate(rule: Command): void {
  rule
    .command("create")
    .description("tell the owner, or an address, of new mail that meets every condition given")
    .argument("<address>", "the mailbox's address")
    .requiredOption("--name <name>", "what its owner sees")
    .option("--sender <text>", "part of the sender's name or address")
    .option("--subject <text>", "part of the subject")
    .option("--code", "only mail with a one-time code")
    .option("--attachment", "only mail with an attachment")
    .option("--url <url>", "tell this address; the owner is notified in the portal unless given")
    .option("--mail", "announce notifications by mail to the recovery address too")
    .option("--json", "print the answer as JSON")
    .action(createOne);
}

async function createOne(address: string, options: Options): Promise<void> {
  const [
    { withPortal, COMMAND_LINE },
    { getInboxId },
    { createRule },
    { createRuleInput },
    { unwrapResult },
    { CommandFailure },
  ] = await Promise.all([
    import("../open-command-context"),
    import("../get-inbox-id"),
    import("@/lib/mail-rules/create-rule"),
    import("@/lib/mail-rules/schema"),
    import("../unwrap-result"),
    import("../command-failure"),
  ]);
  if (options.url !== undefined && options.mail) {
    throw new CommandFailure("not-of-this-rule", "Give --url or --mail: a rule does one of the two.", 2);
  }
  const { ruleId, secret } = await withPortal(async (context) => {
    const input = createRuleInput.safeParse({
      mailboxId: await getInboxId(context, address),
      name: options.name,
      senderContains: options.sender,
      subjectContains: options.subject,
      needsCode: options.code,
      needsAttachment: options.attachment,
      action:
        options.url === undefined
          ? { kind: "notification", mailsOwner: options.mail }
          : { kind: "webhook", url: options.url },
    });
    if (!input.success) {
      const [field] = input.error.issues.map(({ path }) => path.join("."));
      throw new CommandFailure("invalid-input", `${field}: this value cannot be used.`, 2);
    }
    return unwrapResult(await createRule(context, COMMAND_LINE, input.data));
  });
  const told = secret === null ? "" : `\nSecret: ${secret}`;
  printAnswer(options, { ruleId, secret }, `Rule ${ruleId} is made.${told}`);
}
