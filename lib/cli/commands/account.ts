import type { Command } from "commander";
import { addAccountCreate } from "./account-create";
import { addAccountList } from "./account-list";
import { addAccountResetPassword } from "./account-reset-password";
import { addAccountDisable, addAccountEnable } from "./account-state";

export function addAccountCommands(program: Command): void {
  const account = program.command("account").description("logins to the portal");
  addAccountCreate(account);
  addAccountList(account);
  addAccountDisable(account);
  addAccountEnable(account);
  addAccountResetPassword(account);
}
