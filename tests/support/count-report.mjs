import { readFileSync } from "node:fs";

/**
 * What a JSON report of vitest or Playwright counts. A file that could not even be loaded counts as one failure.
 * @param {string} path
 * @returns {{ passed: number, failed: number, skipped: number, flaky: number }} `flaky`: passed at the second try only.
 */
export function countReport(path) {
  const report = JSON.parse(readFileSync(path, "utf8"));
  return report.stats ? countPlaywright(report) : countVitest(report);
}

function countPlaywright({ stats, errors }) {
  const { expected, flaky, unexpected, skipped } = stats;
  return { passed: expected + flaky, failed: unexpected + errors.length, skipped, flaky };
}

function countVitest({ numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults }) {
  const unloadable = testResults.filter(
    ({ status, assertionResults }) => status === "failed" && assertionResults.length === 0,
  );
  return {
    passed: numPassedTests,
    failed: numFailedTests + unloadable.length,
    skipped: numPendingTests + numTodoTests,
    flaky: 0,
  };
}
