import type { Command } from "commander";
import { addTemporaryCreate } from "./temporary-create";
import { addTemporaryDelete } from "./temporary-delete";
import { addTemporaryExtend } from "./temporary-extend";
import { addTemporaryList } from "./temporary-list";

export function addTemporaryCommands(program: Command): void {
  const temporary = program.command("temporary").description("mailboxes that expire");
  addTemporaryCreate(temporary);
  addTemporaryList(temporary);
  addTemporaryExtend(temporary);
  addTemporaryDelete(temporary);
}
