"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useEffect, useState } from "react";
import { formatTimeLeft } from "./format-time-left";

interface CountdownProps {
  /** ISO 8601. */
  readonly expiresAt: string;
  /** The server's clock when it drew the page: the reader's own may be wrong. */
  readonly serverNow: string;
  /** The time left in words, shown until the script runs and where none does. */
  readonly children: ReactNode;
}

const SECOND_MS = 1_000;

/** Ticks once a second, and asks for the page again when the time is up. */
export function Countdown({ expiresAt, serverNow, children }: CountdownProps) {
  const router = useRouter();
  const [leftMs, setLeftMs] = useState<number | null>(null);
  useEffect(() => {
    const clockDifferenceMs = Date.parse(serverNow) - Date.now();
    const endsAtMs = Date.parse(expiresAt) - clockDifferenceMs;
    const wasOver = endsAtMs <= Date.now();
    const tick = (): void => {
      const left = Math.max(0, endsAtMs - Date.now());
      setLeftMs(left);
      if (left > 0) return;
      clearInterval(timer);
      if (!wasOver) router.refresh();
    };
    const timer = setInterval(tick, SECOND_MS);
    tick();
    return () => clearInterval(timer);
  }, [expiresAt, serverNow, router]);
  if (leftMs === null) return children;
  return (
    <time role="timer" aria-live="off" dateTime={expiresAt} data-countdown>
      {formatTimeLeft(leftMs, document.documentElement.lang)}
    </time>
  );
}
