import type { getFormatter } from "next-intl/server";

const BYTES_PER_MIB = 1_048_576;
const MIB_PER_GIB = 1_024;

type Formatter = Pick<Awaited<ReturnType<typeof getFormatter>>, "number">;

/** Binary units under their everyday names, as Mailcow shows them: 1024 MiB is "1 GB". */
export function formatMiB(format: Formatter, mebibytes: number): string {
  const [value, unit] =
    mebibytes >= MIB_PER_GIB ? [mebibytes / MIB_PER_GIB, "gigabyte"] : [mebibytes, "megabyte"];
  return format.number(value, {
    style: "unit",
    unit,
    unitDisplay: "short",
    maximumFractionDigits: value < 10 ? 1 : 0,
  });
}

export function formatBytes(format: Formatter, bytes: number): string {
  return formatMiB(format, bytes / BYTES_PER_MIB);
}
