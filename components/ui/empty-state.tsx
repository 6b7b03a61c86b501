import type { ReactNode } from "react";

/** One sentence, and what to do about it if anything. */
export function EmptyState({ children, action }: { readonly children: string; readonly action?: ReactNode }) {
  return (
    <div className="grid justify-items-start gap-3 rounded-lg bg-sunken px-4 py-4 text-ink-soft">
      <p>{children}</p>
      {action}
    </div>
  );
}
