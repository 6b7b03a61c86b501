import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/**
 * Runs a program to its end. `quiet` keeps what it says for the caller instead of showing it; with a `label` each of
 * its lines is shown behind that, for programs that run beside each other.
 * @param {readonly string[]} command
 * @param {{ quiet?: boolean, label?: string, env?: Record<string, string> }} [options]
 * @returns {Promise<{ code: number, output: string, seconds: number }>}
 */
export function runStep([program = "", ...args], { quiet = false, label, env = {} } = {}) {
  const begun = Date.now();
  const child = spawn(program, args, {
    env: { ...process.env, ...env },
    stdio: quiet || label ? ["ignore", "pipe", "pipe"] : ["ignore", "inherit", "inherit"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue;
    if (label)
      createInterface({ input: stream }).on("line", (line) => process.stdout.write(`${label} | ${line}\n`));
    else {
      stream.on("data", (chunk) => {
        output += chunk;
      });
    }
  }
  return new Promise((resolve) => {
    const end = (code) => resolve({ code, output, seconds: (Date.now() - begun) / 1000 });
    child.once("error", (error) => {
      output += error.message;
      end(1);
    });
    child.once("close", (code) => end(code ?? 1));
  });
}
