"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";

interface CountdownProps {
  readonly remainingMs: number;
  /** `#` stands for the seconds. */
  readonly label: string;
  readonly doneLabel: string;
  /** Without JavaScript: the time itself. */
  readonly timeLabel: string;
}

/** Seconds left, for the eye; a screen reader that heard each of them could not press the button. */
export function Countdown({ remainingMs, label, doneLabel, timeLabel }: CountdownProps) {
  const router = useRouter();
  const [seconds, setSeconds] = useState<number | null>(null);
  useEffect(() => {
    const end = performance.now() + remainingMs;
    const tick = (): void => {
      const left = Math.ceil((end - performance.now()) / 1_000);
      setSeconds(Math.max(0, left));
      // The stream tells how it went on; this is for when it does not.
      if (left <= 0 && left % 3 === 0) router.refresh();
    };
    tick();
    const timer = setInterval(tick, 1_000);
    return () => clearInterval(timer);
  }, [remainingMs, router]);
  if (seconds === null) return timeLabel;
  return <span aria-hidden="true">{seconds > 0 ? label.replace("#", String(seconds)) : doneLabel}</span>;
}
