import { vi } from "vitest";
import { createProgram } from "@/lib/cli/create-program";
import { reportFailure } from "@/lib/cli/report-failure";

export interface ProgramAnswer {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** `pasture …` as `main.ts` does it, in this process. */
export async function runProgram(...args: string[]): Promise<ProgramAnswer> {
  const written = { stdout: "", stderr: "" };
  const spies = (["stdout", "stderr"] as const).map((stream) =>
    vi.spyOn(process[stream], "write").mockImplementation((text) => {
      written[stream] += String(text);
      return true;
    }),
  );
  let code: number;
  try {
    await createProgram().parseAsync(["node", "pasture", ...args]);
    code = Number(process.exitCode ?? 0);
  } catch (error) {
    code = reportFailure(error, args.includes("--json"));
  } finally {
    process.exitCode = 0;
    for (const spy of spies) spy.mockRestore();
  }
  return { code, ...written };
}

/** What it wrote with `--json`. */
export const readJson = ({ stdout }: ProgramAnswer) => JSON.parse(stdout) as Record<string, unknown>;

/** Why it failed, as it wrote with `--json`. */
export const readReason = ({ stderr }: ProgramAnswer) =>
  (JSON.parse(stderr) as { error: { reason: string } }).error.reason;
