"use client";

import { usePathname } from "next/navigation";
import type { ReactNode } from "react";

interface NavigationLinkProps {
  readonly href: string;
  readonly className: string;
  /** Its name, for the pointer, where only the picture is shown. */
  readonly title?: string;
  readonly children: ReactNode;
}

/** An ordinary link that knows whether it leads to where the reader is. */
export function NavigationLink({ href, className, title, children }: NavigationLinkProps) {
  const path = usePathname();
  const isHere = path === href || path.startsWith(`${href}/`);
  return (
    <a href={href} className={className} title={title} aria-current={isHere ? "page" : undefined}>
      {children}
    </a>
  );
}
