"use client";

import { clsx } from "clsx";
import { type ReactNode, useState } from "react";

interface CopyButtonProps {
  readonly text: string;
  /** Says what is copied: "Copy IMAP server". */
  readonly label: string;
  readonly copiedLabel: string;
  readonly failedLabel: string;
  readonly children: ReactNode;
  readonly className?: string;
}

type Outcome = "none" | "copied" | "failed";

/** Copies and says so. Over plain HTTP a browser has no clipboard to give; then it says that too. */
export function CopyButton({ text, label, copiedLabel, failedLabel, children, className }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<Outcome>("none");
  return (
    <button
      type="button"
      data-needs-script
      data-copy={text}
      aria-label={label}
      className={clsx(
        "inline-flex min-h-11 min-w-11 items-center justify-center gap-2 rounded-lg px-2 text-sm font-medium text-accent-ink hover:bg-accent-soft",
        className,
      )}
      onClick={async () => setOutcome((await copy(text)) ? "copied" : "failed")}
      onBlur={() => setOutcome("none")}
    >
      {outcome === "none" ? children : null}
      <span role="status" className={outcome === "none" ? "sr-only" : undefined}>
        {outcome === "copied" ? copiedLabel : null}
        {outcome === "failed" ? failedLabel : null}
      </span>
    </button>
  );
}

async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
