const KIB = 1_024;

interface UnitOptions {
  readonly style: "unit";
  readonly unit: "kilobyte" | "megabyte";
  readonly unitDisplay: "short";
  readonly maximumFractionDigits: number;
}

/** Of one file: kilobytes as long as there are fewer than a thousand of them, and never nothing. */
export function formatFileSize(
  format: { number(value: number, options: UnitOptions): string },
  bytes: number,
): string {
  const isLarge = bytes >= KIB * KIB;
  const value = bytes / (isLarge ? KIB * KIB : KIB);
  return format.number(Math.max(1, value), {
    style: "unit",
    unit: isLarge ? "megabyte" : "kilobyte",
    unitDisplay: "short",
    maximumFractionDigits: isLarge && value < 10 ? 1 : 0,
  });
}
