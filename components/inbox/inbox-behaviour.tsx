"use client";

import { useSelection } from "./use-selection";
import { useShortcuts } from "./use-shortcuts";
import { useSoftLinks } from "./use-soft-links";

/** Everything the inbox does by itself in a browser with JavaScript; all of it is there without, a little slower. */
export function InboxBehaviour({ hasShortcuts }: { readonly hasShortcuts: boolean }) {
  const isUnderWay = useSoftLinks();
  useSelection();
  useShortcuts(hasShortcuts);
  return (
    <div
      aria-hidden="true"
      data-under-way={isUnderWay}
      className="pointer-events-none fixed inset-x-0 top-0 z-20 h-0.5 origin-left bg-accent opacity-0 transition-opacity duration-150 data-[under-way=true]:animate-pulse data-[under-way=true]:opacity-100 data-[under-way=true]:delay-150"
    />
  );
}
