// Clean-up against a plain loop of the same deletions, interleaved in one run, on a sandbox as slow as a genuine server.
//   node bench/clean-up.mjs [--mailboxes 1000] [--expired 40] [--rounds 3]
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");
const folder = `${root}/data/bench`;
mkdirSync(folder, { recursive: true });
const outfile = `${folder}/measure-clean-up.${process.pid}.mjs`;
await build({
  entryPoints: [`${root}/bench/measure-clean-up.ts`],
  outfile,
  bundle: true,
  platform: "node",
  format: "esm",
  packages: "external",
  alias: { "@": root },
  logLevel: "error",
});
const { status } = spawnSync(process.execPath, [outfile, ...process.argv.slice(2)], {
  stdio: "inherit",
  cwd: root,
});
process.exit(status ?? 1);
