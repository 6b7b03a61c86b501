import { clsx } from "clsx";
import { ArrowDown, ArrowUp, ArrowUpDown, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

export type SortDirection = "ascending" | "descending";

export interface TableColumn {
  readonly name: string;
  readonly title: string;
  readonly isNumber?: boolean;
  /** The heading is for listeners only: what stands below explains itself. */
  readonly isTitleHidden?: boolean;
  /** Leads to the same list in this column's order; `direction` is the order it has now. */
  readonly sort?: { readonly href: string; readonly direction: SortDirection | null };
}

export interface TableRow {
  readonly key: string;
  /** One for each column, in their order; the first one names the row. Null is nothing to say: no line on a card. */
  readonly cells: readonly ReactNode[];
}

interface TableProps {
  /** What the table lists; read aloud, and named nowhere else. */
  readonly caption: string;
  readonly columns: readonly TableColumn[];
  readonly rows: readonly TableRow[];
}

/** Written out because a browser forgets the native ones of whatever is not drawn as a table. */
const roles = {
  table: { role: "table" },
  rowgroup: { role: "rowgroup" },
  row: { role: "row" },
  columnheader: { role: "columnheader" },
  rowheader: { role: "rowheader" },
  cell: { role: "cell" },
} as const;

const SORT_ICONS: Record<SortDirection, LucideIcon> = { ascending: ArrowUp, descending: ArrowDown };

/** A table that turns into cards on phones, by CSS alone; there, sorting is the form's above it. */
export function Table({ caption, columns, rows }: TableProps) {
  return (
    <table {...roles.table} className="block w-full text-start sm:table">
      <caption className="sr-only">{caption}</caption>
      <thead {...roles.rowgroup} className="hidden sm:table-header-group">
        <tr {...roles.row}>
          {columns.map((column) => (
            <Heading key={column.name} column={column} />
          ))}
        </tr>
      </thead>
      <tbody {...roles.rowgroup} className="block sm:table-row-group">
        {rows.map((row) => (
          <Row key={row.key} row={row} columns={columns} />
        ))}
      </tbody>
    </table>
  );
}

function Heading({ column }: { readonly column: TableColumn }) {
  const { title, isNumber, isTitleHidden, sort } = column;
  const Icon = sort?.direction ? SORT_ICONS[sort.direction] : ArrowUpDown;
  return (
    <th
      {...roles.columnheader}
      scope="col"
      aria-sort={sort ? (sort.direction ?? "none") : undefined}
      className={clsx(
        "sticky top-0 z-[1] border-b border-line bg-surface px-3 py-2 text-sm font-medium text-ink-soft",
        isNumber ? "text-end" : "text-start",
      )}
    >
      {sort ? (
        <a href={sort.href} className="inline-flex min-h-8 items-center gap-1 hover:text-ink">
          {title}
          <Icon size={14} className={sort.direction ? "text-accent-ink" : "text-ink-faint"} />
        </a>
      ) : (
        <span className={isTitleHidden ? "sr-only" : undefined}>{title}</span>
      )}
    </th>
  );
}

function Row({ row, columns }: { readonly row: TableRow; readonly columns: readonly TableColumn[] }) {
  return (
    <tr {...roles.row} className="group block border-b border-line py-3 last:border-b-0 sm:table-row sm:py-0">
      {columns.map((column, index) => (
        <td
          key={column.name}
          {...(index === 0 ? roles.rowheader : roles.cell)}
          data-label={column.isTitleHidden ? undefined : column.title}
          data-figures={column.isNumber || undefined}
          className={clsx(
            row.cells[index] === null && "max-sm:!hidden",
            "min-w-0 px-3 py-1.5 sm:table-cell sm:border-b sm:border-line sm:py-2.5 sm:align-middle sm:group-last:border-b-0",
            column.isTitleHidden || index === 0
              ? "block"
              : "flex items-baseline justify-between gap-4 max-sm:text-end max-sm:before:shrink-0 max-sm:before:text-start max-sm:before:text-sm max-sm:before:text-ink-soft max-sm:before:content-[attr(data-label)]",
            column.isNumber && "sm:text-end",
          )}
        >
          {row.cells[index]}
        </td>
      ))}
    </tr>
  );
}
