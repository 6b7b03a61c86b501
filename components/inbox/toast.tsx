"use client";

import { type ReactNode, useEffect, useRef, useState } from "react";

interface ToastProps {
  /** Of what happened: the same thing is said once. */
  readonly id: string;
  readonly text: string;
  readonly remainingMs: number;
  readonly closeLabel: string;
  readonly closeSign: ReactNode;
  /** Undo, as a form of its own. */
  readonly children?: ReactNode;
}

let lastSaid = "";

/**
 * The result of an own action, with the way back. Stays while the pointer or the focus is on it, and without JavaScript
 * until the next page.
 */
export function Toast({ id, text, remainingMs, closeLabel, closeSign, children }: ToastProps) {
  const [closed, setClosed] = useState("");
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // A region that comes with its text is not read: this one was there before.
    const announcer = document.querySelector("#inbox-announcer");
    if (announcer && lastSaid !== id) announcer.textContent = text;
    lastSaid = id;
    let timer = setTimeout(close, remainingMs);
    function close(): void {
      if (box.current?.matches(":hover, :focus-within")) timer = setTimeout(close, 1_000);
      else setClosed(id);
    }
    return () => clearTimeout(timer);
  }, [id, text, remainingMs]);
  if (closed === id) return null;
  return (
    <div
      ref={box}
      className="pointer-events-none fixed inset-x-0 bottom-20 z-20 flex justify-center px-4 md:bottom-6"
      data-toast={id}
    >
      <div className="pointer-events-auto flex max-w-full items-center gap-1 rounded-xl bg-ink py-1 ps-4 pe-1 text-canvas shadow-xl">
        <p className="min-w-0 py-2 pe-2 text-sm">{text}</p>
        {children}
        <button
          type="button"
          aria-label={closeLabel}
          data-needs-script
          className="inline-flex size-11 shrink-0 items-center justify-center rounded-lg focus-visible:outline-canvas"
          onClick={() => setClosed(id)}
        >
          {closeSign}
        </button>
      </div>
    </div>
  );
}
