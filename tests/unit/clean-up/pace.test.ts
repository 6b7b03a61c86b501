import { expect, test } from "vitest";
import { averageMs, nextPauseMs } from "@/lib/clean-up/pace";

/** The pause after deletions that took so long, on a server where they usually take `usualMs`. */
const after = (pauseMs: number, took: readonly number[], usualMs: number | null) =>
  took.reduce((pause, tookMs) => nextPauseMs(pause, tookMs, usualMs), pauseMs);

test("a server at its usual speed is not kept waiting, however slow that is", () => {
  expect(after(0, [120, 150, 110], 120)).toBe(0);
  expect(after(0, [4_900, 6_000, 5_500], 5_000)).toBe(0);
  expect(after(0, [6_000], null)).toBe(0);
});

test("deletions much slower than usual double the pause up to ten seconds; usual ones shrink it step by step", () => {
  const slow = Array.from({ length: 20 }, () => 6_000);
  expect(after(0, slow.slice(0, 1), 1_000)).toBe(250);
  expect(after(0, slow.slice(0, 3), 1_000)).toBe(1_000);
  expect(after(0, slow, 1_000)).toBe(10_000);
  expect(after(2_000, [1_500], 1_000)).toBe(1_500);
  expect(after(8_000, [100], 1_000)).toBe(0);
});

test("a deletion that takes longer than any healthy server needs is followed by a pause, usual or not", () => {
  expect(after(0, [10_001], 12_000)).toBe(250);
});

test("the estimate follows a server that has become slower", () => {
  expect(averageMs(null, 300)).toBe(300);
  const slower = Array.from({ length: 20 }, () => 3_000).reduce<number>(
    (known, ms) => averageMs(known, ms),
    300,
  );
  expect(slower).toBeGreaterThan(2_900);
});
