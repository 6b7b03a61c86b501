import { ArrowLeft } from "lucide-react";
import type { ReactNode } from "react";
import { LinkButton } from "./link-button";

interface BackHeaderProps {
  readonly href: string;
  /** Where the arrow leads, read out and shown when pointed at. */
  readonly label: string;
  readonly children: ReactNode;
}

/** The title of a page within another one, with the way back, which `u` takes as well. */
export function BackHeader({ href, label, children }: BackHeaderProps) {
  return (
    <header className="flex items-center gap-2">
      <LinkButton href={href} tone="quiet" className="-ms-3 min-w-11 px-3" title={label} data-key="u">
        <ArrowLeft size={20} className="rtl:-scale-x-100" />
        <span className="sr-only">{label}</span>
      </LinkButton>
      <h1 className="min-w-0 truncate text-xl font-semibold" dir="auto">
        {children}
      </h1>
    </header>
  );
}
