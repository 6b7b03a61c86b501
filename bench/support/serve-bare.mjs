import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const BARE = fileURLToPath(new URL("../bare", import.meta.url));
const NEXT = `${ROOT}node_modules/next/dist/bin/next`;
const STAMP = `${BARE}/.next/pasture-bench-stamp`;
const SOURCES = ["app/layout.jsx", "app/page.jsx", "next.config.mjs"].map((name) => `${BARE}/${name}`);
const BUILD_TIMEOUT_MS = 180_000;
const START_TIMEOUT_MS = 30_000;
const FRAMEWORK = ["next", "react", "react-dom"].map((name) => `${ROOT}node_modules/${name}/package.json`);

/**
 * Builds the bare page, unless it is built from these sources and this framework already, and serves it.
 * @returns {Promise<{ url: string, stop(): Promise<void> }>}
 */
export async function serveBare() {
  await buildBare();
  const child = spawn(process.execPath, [NEXT, "start", "--hostname", "127.0.0.1", "--port", "0"], {
    cwd: BARE,
    env: environment(),
    stdio: ["ignore", "pipe", "ignore"],
  });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  // It has nothing to lose, and when asked kindly it waits for sockets that a browser opened and never used.
  const stop = async () => {
    child.kill("SIGKILL");
    await ended;
  };
  try {
    const late = AbortSignal.timeout(START_TIMEOUT_MS);
    const url = await Promise.race([readUrl(child, late), ended.then(failToStart)]);
    return { url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function buildBare() {
  const hash = createHash("sha256");
  for (const path of [...SOURCES, ...FRAMEWORK]) hash.update(readFileSync(path));
  const wanted = hash.digest("hex");
  if (existsSync(STAMP) && readFileSync(STAMP, "utf8") === wanted) return;
  const child = spawn(process.execPath, [NEXT, "build"], {
    cwd: BARE,
    env: environment(),
    stdio: ["ignore", "pipe", "pipe"],
    timeout: BUILD_TIMEOUT_MS,
    killSignal: "SIGKILL",
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      output += chunk;
    });
  }
  const [code, signal] = await once(child, "exit");
  if (code !== 0) throw new Error(`the bare page could not be built (${signal ?? code}):\n${output}`);
  mkdirSync(`${BARE}/.next`, { recursive: true });
  writeFileSync(STAMP, wanted);
}

/** @returns {NodeJS.ProcessEnv} */
function environment() {
  return { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" };
}

/**
 * @param {import("node:child_process").ChildProcessByStdio<null, import("node:stream").Readable, null>} child
 * @param {AbortSignal} signal
 */
async function readUrl(child, signal) {
  for await (const line of createInterface({ input: child.stdout, signal })) {
    const found = /http:\/\/127\.0\.0\.1:\d+/.exec(line);
    if (found) return found[0];
  }
  return failToStart("without a word");
}

/**
 * @param {unknown} code
 * @returns {never}
 */
function failToStart(code) {
  throw new Error(`the bare page could not be served: it ended ${code}`);
}
