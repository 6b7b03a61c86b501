import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { createInterface } from "node:readline";
import { z } from "zod";
import type { PortalUnderTest } from "./portal-under-test";

export interface StartedPortal extends Omit<PortalUnderTest, "setupLink" | "outsideFolder"> {
  /** Null once the portal has an administrator. */
  readonly setupLink: string | null;
  /** What a terminal does on Ctrl-C: the signal goes to the whole foreground group. Gives the exit code. */
  pressControlC(): Promise<number | null>;
}

export interface PortalOptions {
  readonly dataDir: string;
  readonly port: number;
  readonly logFile: string;
  readonly environment?: Readonly<Record<string, string>>;
}

const peer = z.object({ host: z.string(), port: z.number() });
const announcement = z.object({
  url: z.string(),
  setupLink: z.string().nullable(),
  mail: z.object({
    kind: z.literal("sandbox"),
    apiUrl: z.string(),
    domain: z.string(),
    imap: peer,
    smtp: peer,
  }),
});

/** The command a user runs; it builds what is not built yet. */
export const UP = ["lib/cli/bootstrap.mjs", "up", "--json"];

/** Runs the whole portal with its sandbox. Throws with the end of its log when it does not come up. */
export async function startPortal(options: PortalOptions): Promise<StartedPortal> {
  const { dataDir, port, logFile } = options;
  const child = spawn(process.execPath, UP, {
    env: portalEnvironment(options),
    stdio: ["ignore", "pipe", "pipe"],
    // A group of its own, as a terminal gives to each command.
    detached: true,
  });
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const log = keepLog(child, logFile);
  const { url, setupLink, mail } = await Promise.race([
    readAnnouncement(child),
    ended.then((code) => {
      throw new Error(`the portal ended with ${code} before it ran:\n${log.tail()}`);
    }),
  ]);
  const { apiUrl, domain, imap, smtp } = mail;
  const supervisorPid = child.pid ?? 0;
  return {
    ...{ url, setupLink, domain, dataDir, logFile, supervisorPid, apiUrl, imap, smtp },
    pressControlC: () => {
      if (child.exitCode === null) process.kill(-supervisorPid, "SIGINT");
      return ended;
    },
  };

  function portalEnvironment({ environment }: PortalOptions): NodeJS.ProcessEnv {
    // The runner's own wishes are not the operator's: NODE_ENV=test or NODE_OPTIONS would change what is tested.
    const { NODE_ENV: _mode, NODE_OPTIONS: _options, ...kept } = process.env;
    return { ...(kept as NodeJS.ProcessEnv), DATA_DIR: dataDir, PORT: String(port), ...environment };
  }
}

async function readAnnouncement(child: ChildProcess): Promise<z.infer<typeof announcement>> {
  if (!child.stdout) throw new Error("the portal has no standard output");
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.startsWith("{")) return announcement.parse(JSON.parse(line));
  }
  return new Promise(() => {}); // Its end is reported with the exit code.
}

const TAIL_CHARACTERS = 4_000;

function keepLog(child: ChildProcess, logFile: string): { tail(): string } {
  const file = createWriteStream(logFile, { flags: "a" });
  let text = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    file.write(chunk);
    text = (text + chunk.toString()).slice(-TAIL_CHARACTERS);
  });
  child.stderr?.once("end", () => file.end());
  return { tail: () => text };
}
