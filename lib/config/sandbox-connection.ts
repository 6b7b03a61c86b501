import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { readTextIfPresent } from "./read-environment";

/** How to reach a running sandbox, under the same names as a real Mailcow. */
export interface SandboxConnection {
  readonly environment: Readonly<Record<string, string>>;
  readonly apiKey: string;
}

/**
 * Lets commands beside a running portal find its sandbox. The key lies in a file of its own, because the web process
 * reads the rest and must not hold the key. Both files are 0600 and appear whole.
 */
export function writeSandboxConnection(dataDir: string, connection: SandboxConnection): void {
  mkdirSync(dataDir, { recursive: true });
  mkdirSync(join(dataDir, "sandbox"), { recursive: true, mode: 0o700 });
  const lines = Object.entries(connection.environment).map(
    ([name, value]) => `${name}=${JSON.stringify(value)}`,
  );
  writeWhole(keyPath(dataDir), `${connection.apiKey}\n`);
  writeWhole(connectionPath(dataDir), `${lines.join("\n")}\n`);
}

export function removeSandboxConnection(dataDir: string): void {
  rmSync(connectionPath(dataDir), { force: true });
  rmSync(keyPath(dataDir), { force: true });
}

/** The environment of the running sandbox, or null when none runs on this data folder. */
export function readSandboxEnvironment(dataDir: string): Record<string, string> | null {
  const content = readTextIfPresent(connectionPath(dataDir));
  if (content === null) return null;
  const environment: Record<string, string> = {};
  for (const [name, value] of Object.entries(parseEnv(content))) if (value) environment[name] = value;
  return environment;
}

/** Not for the web process. */
export function readSandboxKey(dataDir: string): string | null {
  return readTextIfPresent(keyPath(dataDir));
}

const connectionPath = (dataDir: string) => join(dataDir, "sandbox", "connection.env");
const keyPath = (dataDir: string) => join(dataDir, "sandbox", "connection-key");

function writeWhole(path: string, content: string): void {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, content, { mode: 0o600 });
  renameSync(draft, path);
}
