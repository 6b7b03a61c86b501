import type { Command } from "commander";
import { addMailboxCreate } from "./mailbox-create";
import { addMailboxDelete } from "./mailbox-delete";
import { addMailboxInfo } from "./mailbox-info";
import { addMailboxList } from "./mailbox-list";
import { addMailboxSetPassword } from "./mailbox-set-password";

export function addMailboxCommands(program: Command): void {
  const mailbox = program.command("mailbox").description("mailboxes the portal has made");
  addMailboxCreate(mailbox);
  addMailboxList(mailbox);
  addMailboxInfo(mailbox);
  addMailboxSetPassword(mailbox);
  addMailboxDelete(mailbox);
}
