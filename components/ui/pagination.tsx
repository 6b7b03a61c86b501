import { ChevronRight, ChevronsLeft } from "lucide-react";
import { LinkButton } from "./link-button";

interface PaginationProps {
  readonly label: string;
  /** Null on the first page. */
  readonly first: { readonly href: string; readonly label: string } | null;
  /** Null on the last page. */
  readonly next: { readonly href: string; readonly label: string } | null;
}

/** Keyset pages know only what comes next; the way back is the browser's own. */
export function Pagination({ label, first, next }: PaginationProps) {
  if (!first && !next) return null;
  return (
    <nav aria-label={label} className="flex flex-wrap justify-between gap-3">
      {first ? (
        <LinkButton href={first.href}>
          <ChevronsLeft size={18} className="rtl:-scale-x-100" />
          {first.label}
        </LinkButton>
      ) : (
        <span />
      )}
      {next ? (
        <LinkButton href={next.href} rel="next">
          {next.label}
          <ChevronRight size={18} className="rtl:-scale-x-100" />
        </LinkButton>
      ) : null}
    </nav>
  );
}
