import type { Command } from "commander";
import { announceReady, untilAskedToEnd } from "../process-lifetime";

export function addWorkerCommand(program: Command): void {
  program
    .command("worker")
    .description("carry out what was asked for: the process that talks to Mailcow")
    .option("--json", "print one line of JSON once it works")
    .action(runWorkerCommand);
}

async function runWorkerCommand(options: { json?: boolean }): Promise<void> {
  const [{ openWorkerContext }, { runWorker }] = await Promise.all([
    import("../open-command-context"),
    import("@/lib/worker/run-worker"),
  ]);
  const context = await openWorkerContext("worker");
  const worker = await runWorker(context);
  announceReady();
  if (options.json) process.stdout.write(`${JSON.stringify({ working: true })}\n`);
  await untilAskedToEnd(
    async () => {
      await worker.stop();
      await context.close();
    },
    () => process.exit(1),
  );
  process.exit(0);
}
