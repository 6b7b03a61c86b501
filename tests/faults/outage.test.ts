import { afterAll, beforeAll, expect, test } from "vitest";
import { acceptEveryLogin } from "@/tests/support/accept-every-login";
import { openTestPortal, type TestPortal } from "@/tests/support/test-portal";
import { waitUntil } from "@/tests/support/wait-until";

const REGISTRATIONS = 50;
const OUTAGE_MS = 30_000;
/** A mailbox takes eight calls and three may be in flight, each of some milliseconds here; a real server is slower. */
const MOST_CALLS_PER_SECOND = 200;

let portal: TestPortal;
beforeAll(async () => {
  portal = await openTestPortal();
});
afterAll(() => portal.close());

function busiestSecond(calls: readonly { readonly at: string }[]): number {
  const instants = calls.map(({ at }) => Date.parse(at)).sort((one, other) => one - other);
  return Math.max(
    ...instants.map((start) => instants.filter((at) => at >= start && at < start + 1_000).length),
  );
}

test("thirty seconds without Mailcow and fifty registrations: none lost, few calls meanwhile, no stampede after", async () => {
  const { prisma } = portal.context.database;
  portal.sandbox.setFault({ kind: "down" });
  await portal.startWorker(acceptEveryLogin(portal.context));
  const startedAt = Date.now();
  portal.sandbox.resetCalls();
  for (let each = 0; each < REGISTRATIONS; each += 1) await portal.register();
  await waitUntil("the end of the outage", () => Date.now() - startedAt >= OUTAGE_MS, OUTAGE_MS + 5_000);
  // On a slow machine the last one may have been asked for a moment ago.
  await waitUntil(
    "every registration tried, and none given up",
    async () =>
      (await prisma.operation.count({ where: { state: { in: ["WAITING", "RUNNING"] } } })) === REGISTRATIONS,
  );
  // Five failures open the breaker; then one call tries every ten seconds.
  expect(portal.sandbox.calls().length).toBeLessThanOrEqual(12);
  portal.sandbox.resetCalls();
  portal.sandbox.setFault(null);
  await waitUntil(
    "all mailboxes ready",
    async () => (await prisma.mailbox.count({ where: { state: "ACTIVE" } })) === REGISTRATIONS,
    120_000,
  );
  const calls = portal.sandbox.calls();
  expect(busiestSecond(calls)).toBeLessThanOrEqual(MOST_CALLS_PER_SECOND);
  expect(Object.values(portal.sandbox.listMailboxes().creations)).toEqual(Array(REGISTRATIONS).fill(1));
  const stranded = await prisma.operation.count({ where: { state: { not: "DONE" } } });
  expect(stranded).toBe(0);
});
