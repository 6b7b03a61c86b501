import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { MailSession, SequenceWindow } from "@/lib/imap/mail-session";
import { lookThrough } from "@/lib/messages/look-through";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** A folder where the UID is the position; every `every`th message matches, and looking at one takes `msEach`. */
function folder({ every, msEach }: { readonly every: number; readonly msEach: number }) {
  const windows: SequenceWindow[] = [];
  const search: MailSession["search"] = async (_criteria, window) => {
    windows.push(window);
    const { first, last } = window;
    vi.setSystemTime(Date.now() + (last - first + 1) * msEach);
    const positions = Array.from({ length: last - first + 1 }, (_, place) => first + place);
    return positions.filter((position) => position % every === 0);
  };
  return { windows, session: { search } as MailSession };
}

const take = async (uids: readonly number[]) => uids.map((uid) => ({ uid, sequence: uid }));

test("pages join from the newest down without gap or repetition, however the hits lie", async () => {
  for (const every of [1, 3, 700]) {
    const { session } = folder({ every, msEach: 0 });
    const seen: number[] = [];
    let from = 5_000;
    while (from > 0) {
      const page = await lookThrough(session, { criteria: {}, from, limit: 50, timeMs: 3_000, take });
      expect(page.found.length).toBeLessThanOrEqual(50);
      seen.push(...page.found.map(({ uid }) => uid));
      from = page.rest;
    }
    const all = Array.from({ length: Math.floor(5_000 / every) }, (_, place) => (place + 1) * every);
    expect(seen).toEqual(all.reverse());
  }
});

test("with the time over it says so, and goes on from there", async () => {
  const { session, windows } = folder({ every: 40_000, msEach: 1 });
  const first = await lookThrough(session, { criteria: {}, from: 100_000, limit: 5, timeMs: 3_000, take });
  expect(first).toMatchObject({ found: [], isOutOfTime: true });
  expect(first.rest).toBeGreaterThan(90_000);
  expect(first.rest).toBe((windows.at(-1)?.first ?? 0) - 1);
  const [slowest] = windows
    .map((window) => window.last - window.first + 1)
    .sort((left, right) => right - left);
  expect(slowest).toBeLessThanOrEqual(1_000);
});

test("a quick server is asked for more at a time, and never for more than an answer may hold", async () => {
  const { session, windows } = folder({ every: 1_000_000, msEach: 0 });
  await lookThrough(session, { criteria: {}, from: 200_000, limit: 5, timeMs: 3_000, take });
  expect(windows.length).toBeLessThan(25);
  expect(Math.max(...windows.map((window) => window.last - window.first + 1))).toBe(16_000);
});

test("what is left out after a look makes room for the next hits", async () => {
  const { session } = folder({ every: 1, msEach: 0 });
  const onlyEven = async (uids: readonly number[]) => (await take(uids)).filter(({ uid }) => uid % 2 === 0);
  const options = { criteria: {}, from: 100, limit: 10, timeMs: 3_000, take: onlyEven };
  const page = await lookThrough(session, options);
  expect(page.found.map(({ uid }) => uid)).toEqual([100, 98, 96, 94, 92, 90, 88, 86, 84, 82]);
  expect(page.rest).toBe(81);
});
