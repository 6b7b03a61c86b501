import type { Command } from "commander";
import { addDomainDiscover } from "./domain-discover";
import { addDomainList } from "./domain-list";
import { addDomainSave } from "./domain-save";

export function addDomainCommands(program: Command): void {
  const domain = program
    .command("domain")
    .alias("domains")
    .description("the domains people may have addresses on");
  addDomainList(domain);
  addDomainSave(domain);
  addDomainDiscover(domain);
}
