import { clsx } from "clsx";

export type MeterLevel = "calm" | "good" | "high" | "full";

interface MeterProps {
  readonly value: number;
  readonly max: number;
  readonly level: MeterLevel;
  /** What is measured, for screen readers; the figures stand in words beside the meter. */
  readonly label: string;
}

const FILLS: Record<MeterLevel, string> = {
  calm: "fill-accent",
  good: "fill-ok-ink",
  high: "fill-warn-ink",
  full: "fill-bad",
};

/**
 * A native meter for those who listen, a drawing for those who look: browsers paint meters each in their own way,
 * and a bar of `width: 30%` would need the `style` attribute, which the content security policy forbids.
 */
export function Meter({ value, max, level, label }: MeterProps) {
  return (
    <div data-level={level}>
      <meter className="sr-only" min={0} max={max} value={value} aria-label={label} />
      <svg
        aria-hidden="true"
        viewBox={`0 0 ${max} 1`}
        preserveAspectRatio="none"
        className="block h-2.5 w-full overflow-hidden rounded-full bg-sunken"
      >
        <rect width={value} height="1" className={clsx("transition-all duration-200", FILLS[level])} />
      </svg>
    </div>
  );
}
