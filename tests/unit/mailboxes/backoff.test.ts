import { describe, expect, test } from "vitest";
import { backoffMs } from "@/lib/mailboxes/operation-run";
import { rampSeconds } from "@/lib/mailboxes/wake-waiting-operations";

const always = (value: number) => () => value;

describe("backoff", () => {
  test("doubles from 2 s after the first try and stops at ten minutes", () => {
    const longest = [1, 2, 3, 9, 10, 30, 1_000].map((attempts) => backoffMs(attempts, always(1)));
    expect(longest).toEqual([2_000, 4_000, 8_000, 512_000, 600_000, 600_000, 600_000]);
  });

  test("is spread over the whole time, so that those who failed together do not come back together", () => {
    const tries = Array.from({ length: 2_000 }, () => backoffMs(5));
    const share = (from: number, to: number) =>
      tries.filter((ms) => ms >= from && ms < to).length / tries.length;
    for (const quarter of [0, 1, 2, 3]) {
      expect(share(quarter * 8_000, (quarter + 1) * 8_000 + (quarter === 3 ? 1 : 0))).toBeGreaterThan(0.18);
    }
  });
});

describe("after an outage", () => {
  test("1, 2, 4, 8, then 16 operations begin in each second", () => {
    const perSecond = new Map<number, number>();
    for (let rank = 0; rank < 500; rank += 1) {
      const second = rampSeconds(rank);
      perSecond.set(second, (perSecond.get(second) ?? 0) + 1);
    }
    const counts = [...perSecond.values()];
    expect(counts.slice(0, 6)).toEqual([1, 2, 4, 8, 16, 16]);
    expect(Math.max(...counts)).toBe(16);
  });

  test("nobody is overtaken", () => {
    const seconds = Array.from({ length: 300 }, (_, rank) => rampSeconds(rank));
    expect(seconds).toEqual([...seconds].sort((one, other) => one - other));
  });
});
