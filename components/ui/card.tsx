import { clsx } from "clsx";
import type { ReactNode } from "react";

interface CardProps {
  readonly title: string;
  /** For links to this section and for the heading that names it. */
  readonly id: string;
  readonly description?: ReactNode;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string;
}

/** One separate thing on a page, named by its heading. Never inside another card. */
export function Card({ title, id, description, aside, children, className }: CardProps) {
  return (
    <section
      id={id}
      aria-labelledby={`${id}-title`}
      className={clsx("rounded-xl border border-line bg-surface p-4 sm:p-6", className)}
    >
      <div className="mb-4 flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div className="min-w-0">
          <h2 id={`${id}-title`} className="text-lg font-semibold leading-7">
            {title}
          </h2>
          {description ? <p className="mt-0.5 max-w-prose text-sm text-ink-soft">{description}</p> : null}
        </div>
        {aside}
      </div>
      {children}
    </section>
  );
}
