import { expect, test } from "vitest";
import { averageMs, nextPauseMs } from "@/lib/clean-up/pace";

const after = (pauseMs: number, took: readonly number[]) => took.reduce(nextPauseMs, pauseMs);

test("a server with time to spare, or of ordinary speed, is not kept waiting", () => {
  expect(after(0, [120, 900, 4_900])).toBe(0);
});

test("slow deletions double the pause up to ten seconds; ordinary ones shrink it step by step", () => {
  expect(after(0, [6_000])).toBe(250);
  expect(after(0, [6_000, 6_000, 6_000])).toBe(1_000);
  expect(
    after(
      0,
      Array.from({ length: 20 }, () => 6_000),
    ),
  ).toBe(10_000);
  expect(after(2_000, [3_000])).toBe(1_500);
  expect(after(8_000, [100])).toBe(0);
});

test("the estimate follows a server that has become slower", () => {
  expect(averageMs(null, 300)).toBe(300);
  const slower = Array.from({ length: 20 }, () => 3_000).reduce<number>(
    (known, ms) => averageMs(known, ms),
    300,
  );
  expect(slower).toBeGreaterThan(2_900);
});
