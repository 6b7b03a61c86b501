import { afterEach, expect, test } from "vitest";
import { createLatency } from "@/lib/sandbox/api/create-latency";
import { estimateLatencyMs } from "@/lib/sandbox/api/estimate-latency";
import { startTestSandbox, type TestSandbox } from "@/tests/support/sandbox-client";

let running: TestSandbox | undefined;
afterEach(async () => {
  await running?.stop();
  running = undefined;
});

const DELETE = "/api/v1/delete/mailbox";
const EDIT = "/api/v1/edit/mailbox";
const GET = "/api/v1/get/mailbox/somebody@pasture.test";

const estimate = (path: string, mailboxes: number, hasWebmail = true) =>
  Math.round(estimateLatencyMs(path, mailboxes, hasWebmail));

test("delays are those measured at the genuine server, and lie on a line between and beyond", () => {
  expect([10, 1_000, 3_000, 5_000].map((mailboxes) => estimate(DELETE, mailboxes))).toEqual([
    107, 221, 1_261, 2_300,
  ]);
  expect(estimate(DELETE, 0)).toBe(107);
  expect(estimate(DELETE, 10_000)).toBe(4_899);
  expect([10, 1_000, 5_000].map((mailboxes) => estimate(EDIT, mailboxes))).toEqual([14, 22, 62]);
  expect([10, 1_000, 5_000].map((mailboxes) => estimate(GET, mailboxes))).toEqual([8, 8, 11]);
  expect(estimate("/api/v1/get/mailbox/reduced/pasture.test", 5_000)).toBe(3_900);
  expect(estimate("/api/v1/add/mailbox", 1_000)).toBe(17);
});

test("without the webmail a deletion takes the same time at every size", () => {
  expect([10, 1_000, 10_000].map((mailboxes) => estimate(DELETE, mailboxes, false))).toEqual([104, 104, 104]);
});

/** The order in which calls end that begin in the order given. */
async function orderOfEnds(
  latency: ReturnType<typeof createLatency>,
  calls: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  const ended: string[] = [];
  await Promise.all(
    Object.entries(calls).map(async ([name, path]) => {
      await latency(path, 5_000);
      ended.push(name);
    }),
  );
  return ended;
}

test("while the webmail's view is rebuilt, reads go on, and edits and other deletions wait", async () => {
  const calls = { first: DELETE, edit: EDIT, read: GET, second: DELETE };
  const ended = await orderOfEnds(createLatency({ scale: 0.1 }), calls);
  expect(ended).toEqual(["read", "first", "edit", "second"]);
});

test("with nothing to rebuild nobody waits for a deletion", async () => {
  const ended = await orderOfEnds(createLatency({ hasWebmail: false }), { deletion: DELETE, edit: EDIT });
  expect(ended).toEqual(["edit", "deletion"]);
});

test("a sandbox with delays does the work all the same, after the delay", async () => {
  running = await startTestSandbox({ latency: true });
  await running.addMailbox("ada");
  const startedAt = performance.now();
  await running.change("delete/mailbox", ["ada@pasture.test"]);
  // A timer may fire a millisecond early.
  expect(performance.now() - startedAt).toBeGreaterThan(estimateLatencyMs(DELETE, 1, true) - 2);
  expect(running.sandbox.listMailboxes().mailboxes).toEqual([]);
});

test("what a sandbox that saves at its end was told is there after a restart", async () => {
  running = await startTestSandbox({ savesAtEnd: true });
  await running.addMailbox("ada");
  await running.sandbox.stop();
  const again = await startTestSandbox({ dataDir: running.dataDir });
  expect(again.sandbox.listMailboxes().mailboxes).toMatchObject([{ address: "ada@pasture.test" }]);
  await again.stop();
  running = undefined;
});
