import { expect, test } from "vitest";
import { watchClock } from "@/lib/clean-up/clock-watch";

test("a wall clock that was set is seen once, in either direction; time that passes is not", () => {
  let wall = 1_000_000;
  let monotonic = 0;
  const watch = watchClock({ wallMs: () => wall, monotonicMs: () => monotonic });
  wall += 3_600_000;
  monotonic += 3_600_000;
  expect(watch.readJumpMs()).toBe(0);
  wall += 400_000;
  expect(watch.readJumpMs()).toBe(400_000);
  expect(watch.readJumpMs()).toBe(0);
  wall -= 86_400_000;
  expect(watch.readJumpMs()).toBe(-86_400_000);
});
