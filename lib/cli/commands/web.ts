import type { Command } from "commander";
import { findKeyNames } from "@/lib/config/child-environment";
import { CommandFailure } from "../command-failure";
import { loadCommandSettings } from "../load-command-settings";
import { announceReady, untilAskedToEnd } from "../process-lifetime";
import { refuseTakenPort } from "../refuse-taken-port";

export function addWebCommand(program: Command): void {
  program
    .command("web")
    .description("serve the pages and the API (without the Mailcow key)")
    .option("--json", "print the address as JSON once it is served")
    .action(runWeb);
}

async function runWeb(options: { json?: boolean }): Promise<void> {
  refuseMailcowKey();
  const settings = loadCommandSettings("web");
  await refuseTakenPort(settings.port);
  const { openDatabaseServer } = await import("@/lib/database/open-database-server");
  const log = (line: string) => process.stderr.write(`${line}\n`);
  const server = await openDatabaseServer({ ...settings, log });
  const { startWebServer } = await import("@/lib/web/server");
  const web = await startWebServer({ settings, databaseUrl: server.url, projectFolder: process.cwd() });
  announceReady();
  if (options.json) process.stdout.write(`${JSON.stringify({ url: web.url })}\n`);
  await untilAskedToEnd(
    async () => {
      await web.stop();
      await server.close();
    },
    () => process.exit(1),
  );
  process.exit(0);
}

/** The key administrates the whole mail server; the process that faces the internet must not have it to lose. */
function refuseMailcowKey(): void {
  const names = findKeyNames();
  if (names.length === 0) return;
  throw new CommandFailure(
    "web-holds-key",
    `The web process must not hold the Mailcow key, and its environment does (${names.join(", ")}). Give the key to "pasture worker" only, or use "pasture up", which separates them.`,
    2,
  );
}
