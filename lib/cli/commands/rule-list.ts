import type { Command } from "commander";
import { printAnswer } from "../print-answer";

export function addRuleList(rule: Command): void {
  rule
    .command("list")
    .description("the rules of a mailbox, oldest first")
    .argument("<address>", "the mailbox's address")
    .option("--json", "print the answer as JSON")
    .action(listThem);
}

async function listThem(address: string, options: { json?: boolean }): Promise<void> {
  const [
    { withPortal, COMMAND_LINE },
    { getInboxId },
    { listRules },
    { unwrapResult },
    { formatTable },
    { oneLine },
  ] = await Promise.all([
    import("../open-command-context"),
    import("../get-inbox-id"),
    import("@/lib/mail-rules/queries"),
    import("../unwrap-result"),
    import("../format-table"),
    import("../one-line"),
  ]);
  const rules = unwrapResult(
    await withPortal(async (context) =>
      listRules(context, COMMAND_LINE, { mailboxId: await getInboxId(context, address) }),
    ),
  );
  const rows = rules.map((rule) => [
    rule.id,
    rule.isActive ? "on" : "off",
    oneLine(rule.name),
    oneLine(
      [
        ...(rule.senderContains === null ? [] : [`sender "${rule.senderContains}"`]),
        ...(rule.subjectContains === null ? [] : [`subject "${rule.subjectContains}"`]),
        ...(rule.needsCode ? ["code"] : []),
        ...(rule.needsAttachment ? ["attachment"] : []),
      ].join(", ") || "every message",
    ),
    rule.webhook ? rule.webhook.url : rule.mailsOwner ? "notification and mail" : "notification",
  ]);
  printAnswer(options, { rules }, formatTable(["id", "state", "name", "fits", "tells"], rows));
}
