import type { Command } from "commander";
import { printAnswer } from "../print-answer";

export function addDomainList(domain: Command): void {
  domain
    .command("list")
    .description("every domain, with what it is used for and the room left")
    .option("--json", "print the answer as JSON")
    .action(listThem);
}

async function listThem(options: { json?: boolean }): Promise<void> {
  const [{ withPortal, COMMAND_LINE }, { listDomains }, { unwrapResult }, { formatTable }] =
    await Promise.all([
      import("../open-command-context"),
      import("@/lib/domains/queries"),
      import("../unwrap-result"),
      import("../format-table"),
    ]);
  const domains = unwrapResult(await withPortal((context) => listDomains(context, COMMAND_LINE)));
  const rows = domains.map((domain) => [
    domain.name,
    domain.kind,
    domain.registrationOpen ? (domain.registrationMode ?? "as REGISTRATION_MODE") : "closed",
    domain.temporaryAllowed ? (domain.visitorsAllowed ? "everybody" : "accounts") : "no",
    domain.isPremium ? "premium" : "",
    String(domain.mailboxCount),
    domain.mailboxesLeft === null ? "no limit" : String(domain.mailboxesLeft),
  ]);
  const heads = ["domain", "kind", "registration", "temporary", "", "mailboxes", "left"];
  printAnswer(options, { domains }, formatTable(heads, rows));
}
