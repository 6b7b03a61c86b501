import type { Command } from "commander";
import { printAnswer } from "../print-answer";

export function addMailboxInfo(mailbox: Command): void {
  mailbox
    .command("info")
    .description("what the portal knows of a mailbox, and the settings for mail programs")
    .argument("<address>", "the mailbox's address")
    .option("--json", "print the answer as JSON")
    .action(showIt);
}

async function showIt(address: string, options: { json?: boolean }): Promise<void> {
  const [{ withPortal }, { getMailbox }, { viewMailbox }, { mailSettings }] = await Promise.all([
    import("../open-command-context"),
    import("../get-mailbox"),
    import("@/lib/mailboxes/mail-page"),
    import("@/lib/mailboxes/queries"),
  ]);
  await withPortal(async (context) => {
    const mailbox = await getMailbox(context, address);
    const view = viewMailbox(mailbox, mailbox.createdAt, new Date());
    const settings = mailSettings(context, view.address);
    const lines = {
      address: view.address,
      state: view.reason ? `${view.state} (${view.reason})` : view.state,
      quota: `${view.quotaMiB} MB`,
      used: view.usedPercent === null ? "not known yet" : `${view.usedPercent} %`,
      messages: view.messageCount ?? "not known yet",
      "as of": view.asOf?.toISOString() ?? "never",
      imap: `${settings.imapHost}:${settings.imapPort} ${settings.imapSecurity}`,
      smtp: `${settings.smtpHost}:${settings.smtpPort} ${settings.smtpSecurity}`,
      webmail: context.settings.mail.webmailUrl,
    };
    const text = Object.entries(lines).map(([name, value]) => `${name.padEnd(8)}  ${value}`);
    printAnswer(
      options,
      { mailbox: view, settings, webmailUrl: context.settings.mail.webmailUrl },
      text.join("\n"),
    );
  });
}
