"use client";

import { usePathname } from "next/navigation";
import type { ReactNode } from "react";

interface NavigationLinkProps {
  readonly href: string;
  readonly className: string;
  readonly children: ReactNode;
}

/** An ordinary link that knows whether it leads to where the reader is. */
export function NavigationLink({ href, className, children }: NavigationLinkProps) {
  const path = usePathname();
  const isHere = path === href || path.startsWith(`${href}/`);
  return (
    <a href={href} className={className} aria-current={isHere ? "page" : undefined}>
      {children}
    </a>
  );
}
