import type { Command } from "commander";
import { printAnswer } from "../print-answer";

export function addDomainDiscover(domain: Command): void {
  domain
    .command("discover")
    .description(
      "add the domains Mailcow has and the portal does not know; the worker does so every 15 minutes",
    )
    .option("--json", "print the answer as JSON")
    .action(discover);
}

async function discover(options: { json?: boolean }): Promise<void> {
  const [{ openWorkerContext }, { discoverDomains }, { MailcowError }, { CommandFailure }] =
    await Promise.all([
      import("../open-command-context"),
      import("@/lib/domains/discover-domains"),
      import("@/lib/mailcow/mailcow-error"),
      import("../command-failure"),
    ]);
  const context = await openWorkerContext("cli");
  try {
    const added = await discoverDomains(context);
    const text = [
      ...added.map((name) => `Domain ${name} is added, closed to registration and temporary mailboxes.`),
      ...(added.length === 0 ? ["Mailcow has no domain that the portal does not know."] : []),
    ];
    printAnswer(options, { added }, text.join("\n"));
  } catch (error) {
    if (!(error instanceof MailcowError)) throw error;
    throw new CommandFailure("mail-server-unavailable", `Mailcow did not answer (${error.code}).`);
  } finally {
    await context.close();
  }
}
