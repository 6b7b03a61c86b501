import { spawn } from "node:child_process";

export interface CommandResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The `pasture` command beside the running portal of this data folder. */
export function runPasture(
  { dataDir, environment = {} }: RunOptions,
  args: readonly string[],
  stdin = "",
): Promise<CommandResult> {
  const { MAILCOW_API_KEY: _unused, ...kept } = process.env;
  const child = spawn(process.execPath, ["dist/pasture.mjs", ...args], {
    env: { ...kept, DATA_DIR: dataDir, ...environment } as NodeJS.ProcessEnv,
    stdio: ["pipe", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  child.stdin.end(stdin);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, stdout, stderr }));
  });
}

interface RunOptions {
  readonly dataDir: string;
  readonly environment?: Readonly<Record<string, string>>;
}
