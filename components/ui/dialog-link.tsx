"use client";

import { type ReactNode, useRef } from "react";
import { type ButtonTone, buttonClasses } from "./button-classes";

interface DialogLinkProps {
  /** A page that asks the same, for browsers without JavaScript and for new tabs. */
  readonly href: string;
  readonly label: ReactNode;
  readonly tone?: ButtonTone;
  readonly className?: string;
  readonly title: string;
  readonly closeLabel: string;
  readonly children: ReactNode;
}

/** A link that opens its question in place, as a native modal dialog: focus, Escape and backdrop are the browser's. */
export function DialogLink({ href, label, tone, className, title, closeLabel, children }: DialogLinkProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  return (
    <>
      <a
        href={href}
        className={buttonClasses(tone ?? "secondary", className)}
        onClick={(event) => {
          if (event.ctrlKey || event.metaKey || event.shiftKey || !dialog.current) return;
          event.preventDefault();
          dialog.current.showModal();
        }}
      >
        {label}
      </a>
      <dialog
        ref={dialog}
        aria-label={title}
        className="m-auto w-[min(32rem,calc(100vw-2rem))] rounded-xl border border-line bg-surface p-0 text-start text-ink shadow-xl backdrop:bg-black/50"
      >
        <div className="grid gap-5 p-5 sm:p-6">
          <div className="flex items-start justify-between gap-4">
            <h2 className="text-lg font-semibold leading-7">{title}</h2>
            <button
              type="button"
              className="-me-2 -mt-2 min-h-11 shrink-0 rounded-lg px-3 text-sm font-medium text-accent-ink hover:bg-accent-soft"
              onClick={() => dialog.current?.close()}
            >
              {closeLabel}
            </button>
          </div>
          {children}
        </div>
      </dialog>
    </>
  );
}
