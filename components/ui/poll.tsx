"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

/** Asks for the page again every few seconds while something is under way and somebody is looking. */
export function Poll({ everySeconds }: { readonly everySeconds: number }) {
  const router = useRouter();
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") router.refresh();
    }, everySeconds * 1_000);
    return () => clearInterval(timer);
  }, [router, everySeconds]);
  return null;
}
