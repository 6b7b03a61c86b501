import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { createProgram } from "./create-program";
import { reportFailure } from "./report-failure";

process.setSourceMapsEnabled(true);
// Relative paths in settings mean the project's folder, wherever the command was typed.
process.chdir(projectFolder());

try {
  await createProgram().parseAsync(process.argv);
} catch (error) {
  process.exitCode = reportFailure(error, process.argv.includes("--json"));
}

/** The nearest folder above this file with a package.json: this file runs from `dist`. */
function projectFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "package.json")) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}
