"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useEffect, useState } from "react";
import { formatTimeLeft } from "./format-time-left";

interface CountdownProps {
  /** ISO 8601. */
  readonly expiresAt: string;
  /** When the page begins to warn; ISO 8601. */
  readonly warnsAt: string;
  /** The server's clock when it drew the page: the reader's own may be wrong. */
  readonly serverNow: string;
  /** The time left in words, shown until the script runs and where none does. */
  readonly children: ReactNode;
}

const SECOND_MS = 1_000;
/** When the time is up here and not yet by the database's clock. */
const ASK_AGAIN_MS = 5_000;

/**
 * Shows every second what is left, by the clock and not by counting, so that a tab that slept is right when it wakes.
 * Asks for the page again when the warning begins and when the time is up.
 */
export function Countdown({ expiresAt, warnsAt, serverNow, children }: CountdownProps) {
  const router = useRouter();
  const [leftMs, setLeftMs] = useState<number | null>(null);
  useEffect(() => {
    const clockDifferenceMs = Date.parse(serverNow) - Date.now();
    const endsAtMs = Date.parse(expiresAt) - clockDifferenceMs;
    const turnsMs = [Date.parse(warnsAt) - clockDifferenceMs, endsAtMs];
    let askAtMs = turnsMs.find((turn) => turn > Date.now()) ?? Date.now() + ASK_AGAIN_MS;
    const tick = (): void => {
      const now = Date.now();
      setLeftMs(Math.max(0, endsAtMs - now));
      if (now < askAtMs) return;
      askAtMs = now < endsAtMs ? endsAtMs : now + ASK_AGAIN_MS;
      router.refresh();
    };
    const timer = setInterval(tick, SECOND_MS);
    tick();
    return () => clearInterval(timer);
  }, [expiresAt, warnsAt, serverNow, router]);
  if (leftMs === null) return children;
  return (
    <time role="timer" aria-live="off" dateTime={expiresAt} data-countdown>
      {formatTimeLeft(leftMs, document.documentElement.lang)}
    </time>
  );
}
