import type { Command } from "commander";
import { printAnswer } from "../print-answer";

export function addDoctorCommand(program: Command): void {
  program
    .command("doctor")
    .description(
      "check settings, database, Mailcow and mail servers; say what is wrong and how to put it right",
    )
    .option("--json", "print the answer as JSON")
    .action(runDoctorCommand);
}

const MARKS = { ok: "ok     ", warning: "WARNING", failed: "FAILED ", skipped: "skipped" } as const;

async function runDoctorCommand(options: { json?: boolean }): Promise<void> {
  const [{ openWorkerContext }, { runDoctor }] = await Promise.all([
    import("../open-command-context"),
    import("@/lib/diagnostics/run-doctor"),
  ]);
  const context = await openWorkerContext("cli");
  try {
    const checks = await runDoctor(context);
    const lines = checks.flatMap(({ state, name, seen, cause, fix, command }) => [
      `${MARKS[state]}  ${name}: ${seen}`,
      ...(cause ? [`         cause: ${cause}`] : []),
      ...(fix ? [`         fix:   ${fix}`] : []),
      ...(command ? [`         run:   ${command}`] : []),
    ]);
    printAnswer(options, { checks }, lines.join("\n"));
    if (checks.some(({ state }) => state === "failed")) process.exitCode = 1;
  } finally {
    await context.close();
  }
}
