import type { Command } from "commander";
import { addTokenCreate } from "./token-create";
import { addTokenList } from "./token-list";
import { addTokenRevoke } from "./token-revoke";

export function addTokenCommands(program: Command): void {
  const token = program.command("token").description("bearer tokens for programs");
  addTokenCreate(token);
  addTokenList(token);
  addTokenRevoke(token);
}
