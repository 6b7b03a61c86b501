import type { Command } from "commander";
import { parseId } from "../parse-id";
import { printAnswer } from "../print-answer";

export function addRuleDelete(rule: Command): void {
  rule
    .command("delete")
    .description("end a rule; what its webhook still had to tell is not sent any more")
    .argument("<id>", "as `rule list` shows it")
    .option("--json", "print the answer as JSON")
    .action(deleteIt);
}

async function deleteIt(text: string, options: { json?: boolean }): Promise<void> {
  const ruleId = parseId(text, "`rule list`");
  const [{ withPortal, COMMAND_LINE }, { deleteRule }, { unwrapResult }] = await Promise.all([
    import("../open-command-context"),
    import("@/lib/mail-rules/delete-rule"),
    import("../unwrap-result"),
  ]);
  unwrapResult(await withPortal((context) => deleteRule(context, COMMAND_LINE, { ruleId })));
  printAnswer(options, { ruleId, deleted: true }, `Rule ${ruleId} is gone.`);
}
