import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");

export interface RunningScript {
  readonly child: ChildProcess;
  /** Settles with the exit code, or the signal's name. */
  readonly ended: Promise<number | string>;
  /** Everything printed so far. */
  output(): string;
}

/** Runs a TypeScript file of the tests as a process of its own, with the project's modules bundled in. */
export async function runScript(
  file: string,
  options: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<RunningScript> {
  const bundle = await build({
    entryPoints: [file],
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    alias: { "@": root },
    write: false,
    logLevel: "silent",
  });
  const source = bundle.outputFiles[0]?.text ?? "";
  const child = spawn(process.execPath, ["--input-type=module", "--eval", source, "--", ...options], {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on("line", (line) => {
      output += `${line}\n`;
    });
  }
  const ended = new Promise<number | string>((resolve) => {
    child.once("exit", (code, signal) => resolve(code ?? signal ?? "unknown"));
  });
  return { child, ended, output: () => output };
}
