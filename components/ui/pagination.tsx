import { ChevronLeft, ChevronRight, ChevronsLeft } from "lucide-react";
import { LinkButton } from "./link-button";

interface PageLink {
  readonly href: string;
  readonly label: string;
}

interface PaginationProps {
  readonly label: string;
  /** Null on the first page. */
  readonly first: PageLink | null;
  /** Null on the first page; absent where the way back is the browser's own. */
  readonly previous?: PageLink | null;
  /** Null on the last page. */
  readonly next: PageLink | null;
}

/** Keyset pages know what comes before and after them, and not how many there are. */
export function Pagination({ label, first, previous = null, next }: PaginationProps) {
  if (!first && !previous && !next) return null;
  return (
    <nav aria-label={label} className="flex flex-wrap justify-between gap-3">
      <span className="flex flex-wrap gap-3">
        {first ? (
          <LinkButton href={first.href}>
            <ChevronsLeft size={18} className="rtl:-scale-x-100" />
            {first.label}
          </LinkButton>
        ) : null}
        {previous ? (
          <LinkButton href={previous.href} rel="prev">
            <ChevronLeft size={18} className="rtl:-scale-x-100" />
            {previous.label}
          </LinkButton>
        ) : null}
      </span>
      {next ? (
        <LinkButton href={next.href} rel="next">
          {next.label}
          <ChevronRight size={18} className="rtl:-scale-x-100" />
        </LinkButton>
      ) : null}
    </nav>
  );
}
