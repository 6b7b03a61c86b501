const GAP = "  ";

/** Columns as wide as their widest value, and how to get the next page if there is one. */
export function formatTable(
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  nextCursor: string | null = null,
): string {
  if (rows.length === 0) return "None.";
  const widths = heads.map((head, column) =>
    Math.max(head.length, ...rows.map((row) => (row[column] ?? "").length)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join(GAP)
      .trimEnd();
  return [line(heads), ...rows.map(line), ...(nextCursor ? [`More: --cursor ${nextCursor}`] : [])].join("\n");
}
