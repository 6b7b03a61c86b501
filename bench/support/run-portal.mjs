import { spawn } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/**
 * The whole portal with its sandbox, in a data folder that goes when it stops, and one account with a mailbox.
 * @returns {Promise<{ url: string, person: { address: string, password: string }, stop(): Promise<void> }>}
 */
export async function runPortal() {
  const folder = mkdtempSync(join(tmpdir(), "pasture-bench-"));
  chmodSync(folder, 0o755); // The database server runs as another user when root starts it.
  const env = { ...process.env, DATA_DIR: join(folder, "data"), PORT: String(await findFreePort()) };
  const child = spawn(process.execPath, ["lib/cli/bootstrap.mjs", "up", "--json"], {
    cwd: ROOT,
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const stop = async () => {
    child.kill("SIGINT");
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const { url, mail } = await Promise.race([readAnnouncement(child.stdout), ended.then(failToStart)]);
    const person = { address: `bench@${mail.domain}`, password: "violet harbour ninety trams" };
    await makeAccount(env, person);
    return { url, person, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** @param {import("node:stream").Readable} output */
async function readAnnouncement(output) {
  for await (const line of createInterface({ input: output })) {
    if (line.startsWith("{")) return JSON.parse(line);
  }
  return failToStart("without a word");
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {{ address: string, password: string }} person
 */
async function makeAccount(env, { address, password }) {
  const args = ["dist/pasture.mjs", "account", "create", "--address", address, "--password-stdin"];
  const child = spawn(process.execPath, args, { cwd: ROOT, env, stdio: ["pipe", "inherit", "inherit"] });
  child.stdin.end(password);
  const code = await new Promise((resolve) => child.once("close", resolve));
  if (code !== 0) throw new Error(`the account could not be made (${code})`);
}

/** @returns {Promise<number>} */
function findFreePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

/**
 * @param {unknown} code
 * @returns {never}
 */
function failToStart(code) {
  throw new Error(`the portal ended ${code} before it ran`);
}
