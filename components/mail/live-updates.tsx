"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

interface LiveUpdatesProps {
  readonly url: string;
  /** True while the page shows work under way: what happened before the stream was open is asked for once. */
  readonly isUnderWay: boolean;
}

/**
 * Asks for the page again whenever the server says that something changed. The browser reconnects by itself, and
 * a reconnect counts as a change, since one may have been missed.
 */
export function LiveUpdates({ url, isUnderWay }: LiveUpdatesProps) {
  const router = useRouter();
  useEffect(() => {
    const events = new EventSource(url);
    let mayHaveMissedSome = isUnderWay;
    events.addEventListener("open", () => {
      if (mayHaveMissedSome) router.refresh();
      mayHaveMissedSome = true;
    });
    events.addEventListener("change", () => router.refresh());
    return () => events.close();
  }, [router, url, isUnderWay]);
  return null;
}
