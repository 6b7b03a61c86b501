const SECONDS_PER_DAY = 86_400;

/** `23:59:07`, with the days in words before it when there are any. Rounded up: 0 appears only when time is up. */
export function formatTimeLeft(leftMs: number, locale: string): string {
  const seconds = Math.max(0, Math.ceil(leftMs / 1_000));
  const days = Math.floor(seconds / SECONDS_PER_DAY);
  const clock = [
    Math.floor((seconds % SECONDS_PER_DAY) / 3_600),
    Math.floor((seconds % 3_600) / 60),
    seconds % 60,
  ]
    .map((part) => String(part).padStart(2, "0"))
    .join(":");
  if (days === 0) return clock;
  const inDays = new Intl.NumberFormat(locale, { style: "unit", unit: "day", unitDisplay: "long" });
  return `${inDays.format(days)} ${clock}`;
}
