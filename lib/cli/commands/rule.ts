import type { Command } from "commander";
import { addRuleCreate } from "./rule-create";
import { addRuleDelete } from "./rule-delete";
import { addRuleList } from "./rule-list";

export function addRuleCommands(program: Command): void {
  const rule = program.command("rule").description("what the mail of a mailbox is watched for");
  addRuleCreate(rule);
  addRuleList(rule);
  addRuleDelete(rule);
}
