import type { Command } from "commander";

export function addUpCommand(program: Command): void {
  program
    .command("up")
    .description("run the whole portal: database, sandbox if no Mailcow is set, worker and web")
    .option("--json", "print one line of JSON on standard output once the portal runs")
    .action(async (options: { json?: boolean }) => {
      const { runUp } = await import("../up/run-up");
      await runUp(options);
    });
}
