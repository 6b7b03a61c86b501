import { Command } from "commander";
import { addAccountCommands } from "./commands/account";
import { addCleanUpCommand } from "./commands/cleanup";
import { addDoctorCommand } from "./commands/doctor";
import { addDomainCommands } from "./commands/domain";
import { addMailCommands } from "./commands/mail";
import { addMailboxCommands } from "./commands/mailbox";
import { addMcpCommand } from "./commands/mcp";
import { addMigrateCommand } from "./commands/migrate";
import { addRuleCommands } from "./commands/rule";
import { addSandboxCommand } from "./commands/sandbox";
import { addTemporaryCommands } from "./commands/temporary";
import { addTokenCommands } from "./commands/token";
import { addUpCommand } from "./commands/up";
import { addWebCommand } from "./commands/web";
import { addWebhookCommands } from "./commands/webhook";
import { addWorkerCommand } from "./commands/worker";

/** The `pasture` command. A wrong call throws a CommanderError, after saying what is wrong. */
export function createProgram(): Command {
  const program = new Command("pasture")
    .description("The portal in front of a Mailcow mail server.")
    .exitOverride()
    .showHelpAfterError("(pasture --help lists the commands)")
    .configureHelp({ showGlobalOptions: true });
  addUpCommand(program);
  addWebCommand(program);
  addWorkerCommand(program);
  addSandboxCommand(program);
  addMigrateCommand(program);
  addDoctorCommand(program);
  addAccountCommands(program);
  addTokenCommands(program);
  addMailboxCommands(program);
  addMailCommands(program);
  addMcpCommand(program);
  addTemporaryCommands(program);
  addDomainCommands(program);
  addRuleCommands(program);
  addWebhookCommands(program);
  addCleanUpCommand(program);
  return program;
}
