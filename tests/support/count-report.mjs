import { readFileSync } from "node:fs";
import { stripVTControlCharacters } from "node:util";

/**
 * What a JSON report of vitest or Playwright counts. A file that could not even be loaded counts as one failure.
 * @param {string} path
 * @returns {{ passed: number, failed: number, skipped: number, flaky: number, remarks: string[] }} `flaky`: passed at
 *   the second try only. `remarks`: a line for each test that failed, once or for good, with what it said first.
 */
export function countReport(path) {
  const report = JSON.parse(readFileSync(path, "utf8"));
  return report.stats ? countPlaywright(report) : countVitest(report);
}

function countPlaywright({ stats, errors, suites = [] }) {
  const { expected, flaky, unexpected, skipped } = stats;
  const remarks = suites
    .flatMap(listSpecs)
    .flatMap(({ file, title, tests }) =>
      tests
        .filter(({ status }) => status === "unexpected" || status === "flaky")
        .map(({ status, projectName, results }) =>
          remark(status === "flaky", `${file} [${projectName}] ${title}`, results[0]?.error?.message),
        ),
    );
  return {
    passed: expected + flaky,
    failed: unexpected + errors.length,
    skipped,
    flaky,
    remarks: [...remarks, ...errors.map(({ message }) => remark(false, "outside of tests", message))],
  };
}

function listSpecs({ specs = [], suites = [] }) {
  return [...specs, ...suites.flatMap(listSpecs)];
}

function countVitest({ numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults }) {
  const unloadable = testResults.filter(
    ({ status, assertionResults }) => status === "failed" && assertionResults.length === 0,
  );
  // A test that passed and still has something to complain of was tried twice.
  const complaints = testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ failureMessages }) => failureMessages?.length > 0)
      .map(({ status, fullName, failureMessages }) => ({
        isFlaky: status === "passed",
        line: remark(status === "passed", `${name} ${fullName}`, failureMessages[0]),
      })),
  );
  return {
    passed: numPassedTests,
    failed: numFailedTests + unloadable.length,
    skipped: numPendingTests + numTodoTests,
    flaky: complaints.filter(({ isFlaky }) => isFlaky).length,
    remarks: [
      ...complaints.map(({ line }) => line),
      ...unloadable.map(({ name, message }) => remark(false, name, message)),
    ],
  };
}

function remark(isFlaky, name, message = "") {
  const [first = ""] = stripVTControlCharacters(message).split("\n");
  return `${isFlaky ? "second try" : "failed"}: ${name}: ${first}`;
}
