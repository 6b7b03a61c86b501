// `npm test`: from a fresh clone to one line of figures. Installs what the tests need, builds once, runs every suite.
// The figures are counted from the reports the suites write; a suite without a report counts as failed.
import { existsSync, mkdirSync, rmSync } from "node:fs";
import { countReport } from "./support/count-report.mjs";
import { installSystemPackages } from "./support/install-system-packages.mjs";
import { runStep } from "./support/run-step.mjs";

const REPORTS = "reports";

/** @param {string} name @param {number} [files] how many test files at once; they wait more than they work */
const vitest = (name, files = 1) => ({
  name,
  report: `${REPORTS}/${name}.json`,
  command: [
    ...[
      process.execPath,
      "node_modules/vitest/vitest.mjs",
      "run",
      "--config",
      ".config/vitest.ts",
      "--project",
      name,
    ],
    ...["--maxWorkers", String(files)],
    ...["--reporter", "default", "--reporter", "json", `--outputFile.json=${REPORTS}/${name}.json`],
  ],
});

/** Suites of one group run beside each other; a browser's test measures what people wait for, so it runs alone. */
const GROUPS = [
  [vitest("unit"), vitest("contract")],
  [vitest("integration", 2), vitest("faults")],
  [
    {
      name: "e2e",
      report: `${REPORTS}/e2e.json`,
      command: [
        process.execPath,
        "node_modules/@playwright/test/cli.js",
        "test",
        "--config",
        ".config/playwright.ts",
      ],
    },
  ],
];

const NOTHING = { passed: 0, failed: 0, skipped: 0, flaky: 0, remarks: [] };
const begun = Date.now();
process.chdir(new URL("..", import.meta.url).pathname);
await installSystemPackages(say);
const built = await runStep([process.execPath, "lib/cli/bootstrap.mjs", "--build-only"]);
if (built.code !== 0)
  finish([{ name: "build", ...NOTHING, failed: 1, isComplete: false, seconds: built.seconds }]);

rmSync(REPORTS, { recursive: true, force: true });
mkdirSync(REPORTS);
const results = [];
for (const group of GROUPS) {
  say(`Suite ${group.map(({ name }) => name).join(" and ")} …`);
  results.push(...(await Promise.all(group.map((suite) => runSuite(suite, group.length > 1)))));
}
finish(results);

async function runSuite({ name, report, command }, isBesideOthers) {
  const label = isBesideOthers ? { label: name } : {};
  const { code, seconds } = await runStep(command, { env: { CI: process.env.CI ?? "1" }, ...label });
  const counted = existsSync(report) ? countReport(report) : null;
  const isComplete = counted !== null && (code === 0 || counted.failed > 0);
  return { name, ...NOTHING, ...counted, isComplete, seconds };
}

function finish(suites) {
  process.stdout.write("\n");
  for (const line of suites.flatMap(({ remarks }) => remarks)) process.stdout.write(`${line}\n`);
  for (const { name, passed, failed, skipped, flaky, isComplete, seconds } of suites) {
    const again = flaky > 0 ? `  ${flaky} of them at the second try` : "";
    const note = isComplete ? again : "  did not run to its end";
    process.stdout.write(
      `${name.padEnd(12)} ${passed} passed, ${failed} failed, ${skipped} skipped (${seconds.toFixed(0)} s)${note}\n`,
    );
  }
  const sum = (key) => suites.reduce((total, suite) => total + suite[key], 0);
  const broken = suites.filter(({ isComplete, failed }) => !isComplete && failed === 0).length;
  process.stdout.write(`${((Date.now() - begun) / 60_000).toFixed(1)} minutes\n`);
  process.stdout.write(
    `${sum("passed")} passed, ${sum("failed") + broken} failed, ${sum("skipped")} skipped\n`,
  );
  process.exit(sum("failed") + broken === 0 ? 0 : 1);
}

function say(line) {
  process.stdout.write(`${new Date().toTimeString().slice(0, 8)}  ${line}\n`);
}
