"use client";

import { usePathname } from "next/navigation";
import { useLayoutEffect } from "react";

interface ArriveProps {
  readonly pane: "list" | "message";
  /** The same list scrolls back to where it was; a message begins at its top. */
  readonly memory: string;
  readonly takesFocus: boolean;
}

/** How far each list was scrolled, for as long as the window lives. */
const scrolled = new Map<string, number>();
/** The message that was open last: who goes back finds the focus there. */
let lastOpened: string | null = null;
let hasArrived = false;

/**
 * Every page of the inbox draws its panes anew. This brings back what a reader expects to stay, before it is painted:
 * how far the list was scrolled, and a place for the keyboard and the screen reader to go on from.
 */
export function Arrive({ pane, memory, takesFocus }: ArriveProps) {
  const path = usePathname();
  useLayoutEffect(() => {
    const scroller = document.querySelector<HTMLElement>(`[data-scrolls=${pane}]`);
    if (pane === "list") scroller?.scrollTo(0, scrolled.get(memory) ?? 0);
    // The first page of a visit is the browser's own to focus.
    if (takesFocus && hasArrived) findStart(pane)?.focus({ preventScroll: pane === "message" });
    hasArrived = true;
    if (pane === "message") lastOpened = path.split("/").at(-1) ?? null;
    const remember = (): void => {
      if (pane === "list" && scroller) scrolled.set(memory, scroller.scrollTop);
    };
    scroller?.addEventListener("scroll", remember, { passive: true });
    return () => scroller?.removeEventListener("scroll", remember);
  }, [pane, memory, takesFocus, path]);
  return null;
}

function findStart(pane: "list" | "message"): HTMLElement | null {
  // Whoever is busy elsewhere on the page is not torn away.
  if (document.activeElement && document.activeElement !== document.body) return null;
  if (pane === "message") return document.querySelector("#message-subject");
  if (!lastOpened) return null;
  return document.querySelector(`[data-message="${CSS.escape(lastOpened)}"] [data-row-link]`);
}
