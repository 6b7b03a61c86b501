import type { Command } from "commander";
import { addMailCheck } from "./mail-check";
import { addMailSend } from "./mail-send";
import { addMailWait } from "./mail-wait";

export function addMailCommands(program: Command): void {
  const mail = program.command("mail").description("mail of the portal's mailboxes: read, send, wait for");
  addMailCheck(mail);
  addMailSend(mail);
  addMailWait(mail);
}
