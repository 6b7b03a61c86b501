#!/usr/bin/env node
// From a fresh clone to a running command: installs packages, generates the database client, bundles the command line
// and builds the pages, each only when its sources changed, then hands over. Plain JavaScript without packages, because
// it runs before there are any. `--build-only` builds everything and stops; `--generate-only` stops before the bundle.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath, pathToFileURL } from "node:url";

const OLDEST_NODE = [20, 19];
const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const DIST = join(ROOT, "dist");
const BUNDLE = join(DIST, "pasture.mjs");
const STAMPS = join(DIST, "stamps.json");
const LOCK = join(DIST, "build.lock");
const LOCK_POLL_MS = 200;
const STILL_AT_IT_MS = 15_000;

/** Commands that serve pages. */
const WEB_COMMANDS = ["up", "web"];

const TOOLCHAIN = ["package.json", "package-lock.json", "tsconfig.json", "lib/cli/bootstrap.mjs"];

/** What each product is made from, in the order they are made. A change of any file makes the product again. */
const STEPS = [
  {
    name: "database client",
    sources: ["package-lock.json", "prisma/schema.prisma", ".config/prisma.ts"],
    product: join(ROOT, "lib/database/generated/client.ts"),
    make: generateDatabaseClient,
  },
  {
    name: "command line",
    sources: [...TOOLCHAIN, "lib", "prisma/schema.prisma"],
    product: BUNDLE,
    make: bundleCommandLine,
  },
  {
    name: "pages",
    sources: [
      ...TOOLCHAIN,
      ...["app", "components", "lib", "messages", "public", "prisma/schema.prisma"],
      ...["next.config.mjs", "tailwind.config.ts"],
    ],
    product: join(ROOT, ".next/BUILD_ID"),
    make: buildPages,
  },
];

const options = process.argv.slice(2);

try {
  refuseOldNode();
  process.chdir(ROOT);
  await prepare(chooseSteps(options[0] ?? ""));
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
// In this same process: signals, terminal and exit code are the command's own.
if (!options[0]?.endsWith("-only")) await import(pathToFileURL(BUNDLE).href);

function refuseOldNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return;
  throw new Error(
    `Pasture needs Node ${OLDEST_NODE.join(".")} or newer; this is Node ${process.versions.node}. Get it from https://nodejs.org or your system's packages.`,
  );
}

/** Quiet and quick when there is nothing to do. One process builds at a time; the others wait and find it done. */
async function prepare(steps) {
  if (isInstalled() && steps.every(isFresh)) return;
  await holdLock();
  try {
    if (!isInstalled()) await step("Packages", installPackages);
    for (const stale of steps) {
      if (isFresh(stale)) continue;
      const hash = hashOf(stale.sources);
      await step(capitalise(stale.name), stale.make);
      writeStamp(stale.name, hash);
    }
  } finally {
    rmSync(LOCK, { force: true });
  }
}

function chooseSteps(command) {
  const [client, commandLine, pages] = STEPS;
  if (command === "--generate-only") return [client];
  return command === "--build-only" || WEB_COMMANDS.includes(command)
    ? [client, commandLine, pages]
    : [client, commandLine];
}

function isFresh({ name, sources, product }) {
  return existsSync(product) && readStamps()[name] === hashOf(sources);
}

/**
 * True when every package of the lockfile lies in node_modules in that version. npm writes down what it installed as
 * its last step, so an installation that was cut short does not count.
 */
function isInstalled() {
  const installed = readJson(join(ROOT, "node_modules/.package-lock.json"))?.packages;
  if (!installed) return false;
  const wanted = readJson(join(ROOT, "package-lock.json"))?.packages ?? {};
  return Object.entries(wanted).every(
    ([path, { version, optional, devOptional, link }]) =>
      path === "" || optional || devOptional || link || installed[path]?.version === version,
  );
}

async function installPackages() {
  const npm = process.env.npm_execpath;
  const install = ["ci", "--ignore-scripts", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"];
  if (npm?.endsWith(".js")) await run(process.execPath, [npm, ...install]);
  else await run(process.platform === "win32" ? "npm.cmd" : "npm", install);
}

async function generateDatabaseClient() {
  await run(process.execPath, [
    join(ROOT, "node_modules/prisma/build/index.js"),
    "generate",
    "--config",
    ".config/prisma.ts",
  ]);
}

async function bundleCommandLine() {
  const { build, stop } = await import("esbuild");
  rmSync(join(DIST, "chunks"), { recursive: true, force: true });
  await build({
    absWorkingDir: ROOT,
    entryPoints: { pasture: "lib/cli/main.ts" },
    outdir: DIST,
    outExtension: { ".js": ".mjs" },
    chunkNames: "chunks/[name]-[hash]",
    bundle: true,
    // A command loads only what it uses: `token list` must not wait for Next.
    splitting: true,
    platform: "node",
    target: "node20",
    format: "esm",
    packages: "external",
    alias: { "@": ROOT },
    jsx: "automatic",
    sourcemap: true,
    banner: { js: "#!/usr/bin/env node" },
    logLevel: "silent",
  });
  await stop();
}

async function buildPages() {
  await run(process.execPath, [join(ROOT, "node_modules/next/dist/bin/next"), "build"]);
}

/** Runs a program to its end; what it says is shown only when it fails. The Mailcow key is nothing it needs. */
async function run(program, programOptions) {
  const { MAILCOW_API_KEY, MAILCOW_API_KEY_FILE, MAIL_API, MAIL_API_FILE, ...environment } = process.env;
  // Next would read the key from .env by itself; this tells it that it has.
  const env = {
    ...environment,
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
    __NEXT_PROCESSED_ENV: "true",
  };
  const child = spawn(program, programOptions, { cwd: ROOT, env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      output = (output + chunk).slice(-20_000);
    });
  }
  const code = await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (exitCode, signal) => resolve(exitCode ?? signal));
  });
  if (code !== 0)
    throw new Error(`${programOptions.slice(0, 2).join(" ")} failed (${code}):\n${output.trim()}`);
}

async function step(name, work) {
  const begun = Date.now();
  const seconds = () => `${((Date.now() - begun) / 1000).toFixed(1)} s`;
  say(`${name} …`);
  const heartbeat = setInterval(() => say(`${name} … ${seconds()}`), STILL_AT_IT_MS);
  try {
    await work();
  } finally {
    clearInterval(heartbeat);
  }
  say(`${name} ready (${seconds()})`);
}

/** A lock whose process is gone is taken over. */
async function holdLock() {
  mkdirSync(DIST, { recursive: true });
  const draft = `${LOCK}.${process.pid}`;
  writeFileSync(draft, String(process.pid));
  let hasSaidSo = false;
  try {
    for (;;) {
      try {
        linkSync(draft, LOCK);
        return;
      } catch (error) {
        if (error.code !== "EEXIST") throw error;
      }
      const holder = Number(readText(LOCK));
      if (!isAlive(holder)) rmSync(LOCK, { force: true });
      else if (!hasSaidSo) {
        say(`Waiting for process ${holder}, which is building`);
        hasSaidSo = true;
      }
      await wait(LOCK_POLL_MS);
    }
  } finally {
    rmSync(draft, { force: true });
  }
}

function isAlive(pid) {
  if (!pid || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

/** One hash over names and contents. What is generated, and what is not compiled, does not count. */
function hashOf(sources) {
  const hash = createHash("sha256").update(process.version);
  const add = (path) => {
    const full = join(ROOT, path);
    if (!existsSync(full) || path === "lib/database/generated" || path.endsWith(".md")) return;
    if (statSync(full).isDirectory()) for (const name of readdirSync(full).sort()) add(`${path}/${name}`);
    else hash.update(`${path}\0`).update(readFileSync(full)).update("\0");
  };
  for (const source of sources) add(source);
  return hash.digest("hex");
}

function readStamps() {
  return readJson(STAMPS) ?? {};
}

function writeStamp(name, hash) {
  writeFileSync(STAMPS, `${JSON.stringify({ ...readStamps(), [name]: hash }, null, 2)}\n`);
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return null;
  }
}

function readText(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

function capitalise(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function say(line) {
  process.stderr.write(`${new Date().toTimeString().slice(0, 8)}  ${line}\n`);
}
