import type { Command } from "commander";
import { CommandFailure } from "../command-failure";
import { loadCommandSettings } from "../load-command-settings";
import { printAnswer } from "../print-answer";
import { untilAskedToEnd } from "../process-lifetime";
import { startPortalSandbox } from "../up/start-portal-sandbox";

interface SandboxCommandOptions {
  readonly json?: boolean;
  readonly apiPort?: number;
  readonly imapPort?: number;
  readonly smtpPort?: number;
  readonly latency?: boolean;
}

export function addSandboxCommand(program: Command): void {
  program
    .command("sandbox")
    .description("run a Mailcow look-alike on this machine, for development and trying out")
    .option("--api-port <port>", "where its API listens", parsePort)
    .option("--imap-port <port>", "where IMAP listens", parsePort)
    .option("--smtp-port <port>", "where submission listens", parsePort)
    .option("--latency", "answer as slowly as a genuine server")
    .option("--json", "print addresses and key as JSON")
    .action(runSandbox);
}

async function runSandbox({ json, ...given }: SandboxCommandOptions): Promise<void> {
  const { dataDir } = loadCommandSettings("sandbox");
  const running = await startPortalSandbox(dataDir, {
    ...given,
    onLog: (line) => process.stderr.write(`${line}\n`),
  });
  const { apiUrl, apiKey, domain, webmailUrl, imap, smtp, certificateAuthorityFile } = running.sandbox;
  const answer = { apiUrl, apiKey, domain, webmailUrl, imap, smtp, certificateAuthorityFile };
  const lines = Object.entries(answer).map(([name, value]) => `${name}: ${describe(value)}`);
  printAnswer(json ? { json } : {}, answer, lines.join("\n"));
  await untilAskedToEnd(running.stop, () => process.exit(1));
  process.exit(0);
}

function describe(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function parsePort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65536) return port;
  throw new CommandFailure("not-a-port", `${text} is not a port: give a number from 1 to 65535.`, 2);
}
