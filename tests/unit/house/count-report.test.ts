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

test("vitest: skipped and planned tests are not counted as passed", () => {
  expect(count({ ...VITEST, testResults: [] })).toEqual({ passed: 7, failed: 1, skipped: 3, flaky: 0 });
});

test("vitest: a file that could not be loaded is a failure, although it counts no failed test", () => {
  const testResults = [{ status: "failed", assertionResults: [] }];
  expect(count({ ...VITEST, numFailedTests: 0, testResults })).toEqual({
    passed: 7,
    failed: 1,
    skipped: 3,
    flaky: 0,
  });
});

test("Playwright: a test that passed on its second try is passed, an error outside of tests is a failure", () => {
  const stats = { expected: 5, flaky: 1, unexpected: 2, skipped: 3 };
  expect(count({ stats, errors: [{ message: "no browser" }] })).toEqual({
    passed: 6,
    failed: 3,
    skipped: 3,
    flaky: 1,
  });
});
