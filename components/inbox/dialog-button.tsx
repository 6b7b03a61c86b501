"use client";

import type { ReactNode } from "react";

interface DialogButtonProps {
  /** The dialog's id. */
  readonly opens: string;
  readonly className: string;
  readonly children: ReactNode;
}

/** Opens a native modal dialog of the page, which without JavaScript nothing could. */
export function DialogButton({ opens, className, children }: DialogButtonProps) {
  return (
    <button
      type="button"
      data-needs-script
      aria-haspopup="dialog"
      className={className}
      onClick={() => {
        const dialog = document.getElementById(opens);
        if (dialog instanceof HTMLDialogElement) dialog.showModal();
      }}
    >
      {children}
    </button>
  );
}
