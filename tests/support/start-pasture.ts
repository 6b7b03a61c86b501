import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import { join } from "node:path";

const PROGRAM = join(process.cwd(), "dist", "pasture.mjs");

export interface Pasture {
  readonly child: ChildProcess;
  /** The exit code, or the signal's name. */
  readonly ended: Promise<number | string>;
  stdout(): string;
  stderr(): string;
}

/** Names of the machine that runs the tests must not reach a portal under test. */
const NOT_INHERITED =
  /^(MAILCOW_|MAIL_API|DATABASE_URL|DATA_DIR|PORT$|APP_URL|NEXTAUTH_|ENCRYPTION_KEYS|NODE_ENV)/;

/** Runs the built `pasture` command, as an operator does. */
export function startPasture(
  options: readonly string[],
  environment: Readonly<Record<string, string>>,
  input = "",
): Pasture {
  const inherited = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !NOT_INHERITED.test(name)),
  );
  const child = spawn(process.execPath, [PROGRAM, ...options], {
    env: { ...inherited, NODE_ENV: "production", ...environment },
    stdio: ["pipe", "pipe", "pipe"],
  });
  child.stdin.end(input);
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk) => {
    stdout += chunk;
  });
  child.stderr.on("data", (chunk) => {
    stderr += chunk;
  });
  const ended = new Promise<number | string>((resolve) => {
    child.once("close", (code, signal) => resolve(code ?? signal ?? "unknown"));
  });
  return { child, ended, stdout: () => stdout, stderr: () => stderr };
}

/** A port nobody listens on at this moment. */
export function findTestPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, () => {
      const address = server.address();
      const port = address !== null && typeof address === "object" ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
