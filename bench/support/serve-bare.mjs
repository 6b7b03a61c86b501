import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const BARE = fileURLToPath(new URL("../bare", import.meta.url));
const NEXT = `${ROOT}node_modules/next/dist/bin/next`;
const STAMP = `${BARE}/.next/pasture-bench-stamp`;
const SOURCES = ["app/layout.jsx", "app/page.jsx", "next.config.mjs"].map((name) => `${BARE}/${name}`);
const FRAMEWORK = ["next", "react", "react-dom"].map((name) => `${ROOT}node_modules/${name}/package.json`);

/**
 * Builds the bare page, unless it is built from these sources and this framework already, and serves it.
 * @returns {Promise<{ url: string, stop(): Promise<void> }>}
 */
export async function serveBare() {
  await buildBare();
  const child = spawn(process.execPath, [NEXT, "start", "--port", "0"], {
    cwd: BARE,
    env: environment(),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const url = await Promise.race([readUrl(child), ended.then(failToStart)]);
  return {
    url,
    stop: async () => {
      child.kill("SIGTERM");
      await ended;
    },
  };
}

async function buildBare() {
  const hash = createHash("sha256");
  for (const path of [...SOURCES, ...FRAMEWORK]) hash.update(readFileSync(path));
  const wanted = hash.digest("hex");
  if (existsSync(STAMP) && readFileSync(STAMP, "utf8") === wanted) return;
  const child = spawn(process.execPath, [NEXT, "build"], { cwd: BARE, env: environment(), stdio: "pipe" });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      output += chunk;
    });
  }
  const code = await new Promise((resolve) => child.once("close", resolve));
  if (code !== 0) throw new Error(`the bare page could not be built (${code}):\n${output}`);
  mkdirSync(`${BARE}/.next`, { recursive: true });
  writeFileSync(STAMP, wanted);
}

/** @returns {NodeJS.ProcessEnv} */
function environment() {
  return { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" };
}

/** @param {import("node:child_process").ChildProcessByStdio<null, import("node:stream").Readable, import("node:stream").Readable>} child */
async function readUrl(child) {
  for await (const line of createInterface({ input: child.stdout })) {
    const found = /http:\/\/localhost:\d+/.exec(line);
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
