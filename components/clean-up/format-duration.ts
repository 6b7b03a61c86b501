import type { getFormatter } from "next-intl/server";

type Formatter = Pick<Awaited<ReturnType<typeof getFormatter>>, "number">;

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** In the one unit that fits: "0.4 sec", "12 min", "3 hr". */
export function formatDuration(format: Formatter, ms: number): string {
  const [value, unit] =
    ms < MINUTE_MS
      ? [ms / SECOND_MS, "second"]
      : ms < HOUR_MS
        ? [ms / MINUTE_MS, "minute"]
        : [ms / HOUR_MS, "hour"];
  return format.number(value, {
    style: "unit",
    unit,
    unitDisplay: "short",
    maximumFractionDigits: value < 10 ? 1 : 0,
  });
}
