import { spawn } from "node:child_process";
import { basename } from "node:path";
import { childEnvironment } from "@/lib/config/child-environment";
import type { ServerUser } from "./server-place";

/** Runs a program to its end; throws with its last words when it fails. It sees none of our settings. */
export function runProgram(
  program: string,
  options: readonly string[],
  user: ServerUser | null,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, options, {
      ...user,
      cwd: "/",
      env: childEnvironment("tool"),
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    const collect = (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-4_000);
    };
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) resolve(output);
      else reject(new Error(`${basename(program)} failed (${code}): ${output.trim()}`));
    });
  });
}
