import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");

/**
 * Bundles a measurement of `bench/`, runs it with this program's own arguments, and removes what was bundled.
 * @param {string} name of the file without its ending
 * @param {readonly string[]} companions further programs that it starts by itself, bundled beside it
 */
export async function runBench(name, companions = []) {
  const outdir = `${root}/data/bench/${name}.${process.pid}`;
  mkdirSync(outdir, { recursive: true });
  try {
    await build({
      entryPoints: [name, ...companions].map((program) => `${root}/bench/${program}.ts`),
      outdir,
      entryNames: "[name]",
      outExtension: { ".js": ".mjs" },
      bundle: true,
      platform: "node",
      format: "esm",
      packages: "external",
      alias: { "@": root },
      logLevel: "error",
    });
    const command = [`${outdir}/${name}.mjs`, ...process.argv.slice(2)];
    const { status } = spawnSync(process.execPath, command, { stdio: "inherit", cwd: root });
    process.exitCode = status ?? 1;
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
