import { execFile } from "node:child_process";
import { access, constants } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/**
 * The path of Dovecot's master program, or null. Debian keeps it where an ordinary user's PATH does not look. Only
 * version 2.3 counts: 2.4 reads another form of configuration.
 */
export async function findDovecot(searchPath: string): Promise<string | null> {
  for (const directory of [...searchPath.split(delimiter), "/usr/sbin", "/usr/local/sbin"]) {
    const file = join(directory, "dovecot");
    if (directory !== "" && (await isUsable(file))) return file;
  }
  return null;
}

async function isUsable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    const { stdout } = await run(file, ["--version"]);
    return stdout.startsWith("2.3.");
  } catch {
    return false;
  }
}
