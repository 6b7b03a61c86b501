import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { countReport } from "../../support/count-report.mjs";
import { makeTestFolder } from "../../support/test-folder";

let folder: ReturnType<typeof makeTestFolder>;
beforeEach(() => {
  folder = makeTestFolder();
});
afterEach(() => folder.remove());

function count(report: unknown) {
  const path = join(folder.path, "report.json");
  writeFileSync(path, JSON.stringify(report));
  return countReport(path);
}

const VITEST = { numPassedTests: 7, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1 };
const FIGURES = { passed: 7, failed: 1, skipped: 3, flaky: 0 };

test("vitest: skipped and planned tests are not counted as passed", () => {
  expect(count({ ...VITEST, testResults: [] })).toEqual({ ...FIGURES, remarks: [] });
});

test("vitest: a file that could not be loaded is a failure, although it counts no failed test", () => {
  const testResults = [
    { name: "a.test.ts", status: "failed", message: "no such module\nat x", assertionResults: [] },
  ];
  expect(count({ ...VITEST, numFailedTests: 0, testResults })).toEqual({
    ...FIGURES,
    remarks: ["failed: a.test.ts: no such module"],
  });
});

test("vitest: who failed is named, and who passed at the second try is counted as such", () => {
  const assertionResults = [
    { status: "passed", fullName: "steady", failureMessages: [] },
    { status: "passed", fullName: "unsteady", failureMessages: ["expected 1 to be 2\nat x"] },
    { status: "failed", fullName: "broken", failureMessages: ["expected 1 to be 3\nat x"] },
  ];
  expect(
    count({ ...VITEST, testResults: [{ name: "a.test.ts", status: "failed", assertionResults }] }),
  ).toEqual({
    ...FIGURES,
    flaky: 1,
    remarks: [
      "second try: a.test.ts unsteady: expected 1 to be 2",
      "failed: a.test.ts broken: expected 1 to be 3",
    ],
  });
});

test("Playwright: a test that passed on its second try is passed, an error outside of tests is a failure", () => {
  const stats = { expected: 5, flaky: 1, unexpected: 2, skipped: 3 };
  const specs = ["expected", "flaky", "unexpected"].map((status) => ({
    file: "a.e2e.ts",
    title: status,
    tests: [{ status, projectName: "phone", results: [{ error: { message: "late\nat x" } }] }],
  }));
  expect(count({ stats, suites: [{ suites: [{ specs }] }], errors: [{ message: "no browser" }] })).toEqual({
    passed: 6,
    failed: 3,
    skipped: 3,
    flaky: 1,
    remarks: [
      "second try: a.e2e.ts [phone] flaky: late",
      "failed: a.e2e.ts [phone] unexpected: late",
      "failed: outside of tests: no browser",
    ],
  });
});
