// `npm run check`: what every commit must pass. Format, lint, types, import law, unused code, unit and contract tests.
import { rmSync } from "node:fs";
import { runStep } from "./support/run-step.mjs";

const bin = (path) => [process.execPath, `node_modules/${path}`];

const CHECKS = [
  { name: "format and lint", command: ["node_modules/.bin/biome", "ci", "--colors=off", "."] },
  { name: "types", command: [...bin("typescript/bin/tsc"), "--noEmit", "--pretty", "false", "-p", "."] },
  {
    name: "import law",
    command: [
      ...bin("dependency-cruiser/bin/dependency-cruise.mjs"),
      ...["--config", ".config/dependency-cruiser.mjs", "app", "components", "lib"],
    ],
  },
  {
    name: "unused code",
    command: [...bin("knip/bin/knip.js"), "--config", ".config/knip.ts", "--no-config-hints"],
  },
  {
    name: "unit and contract tests",
    command: [
      ...bin("vitest/vitest.mjs"),
      ...[
        "run",
        "--config",
        ".config/vitest.ts",
        "--project",
        "unit",
        "--project",
        "contract",
        "--reporter",
        "dot",
      ],
    ],
  },
];

/** Two at a time: most small machines have two cores, and each of these uses about one. */
const AT_ONCE = 2;

const prepared = await runStep([process.execPath, "lib/cli/bootstrap.mjs", "--generate-only"]);
if (prepared.code !== 0) process.exit(1);
// A report of an earlier run must not be taken for this one's.
rmSync("reports", { recursive: true, force: true });

const queue = [...CHECKS];
const failed = [];
await Promise.all(Array.from({ length: AT_ONCE }, work));
process.stdout.write(failed.length === 0 ? "\nAll checks passed.\n" : `\nFailed: ${failed.join(", ")}.\n`);
process.exit(failed.length === 0 ? 0 : 1);

async function work() {
  for (let check = queue.shift(); check; check = queue.shift()) {
    const { code, output, seconds } = await runStep(check.command, { quiet: true });
    process.stdout.write(`${code === 0 ? "ok    " : "FAILED"}  ${check.name} (${seconds.toFixed(1)} s)\n`);
    if (code === 0) continue;
    failed.push(check.name);
    process.stdout.write(`${output.trim()}\n\n`);
  }
}
