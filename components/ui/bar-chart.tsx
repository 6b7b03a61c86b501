export interface Bar {
  /** Such as a date; unique. */
  readonly name: string;
  readonly value: number;
  /** Shown under the pointer: date and figure in words. */
  readonly title: string;
}

interface BarChartProps {
  /** The whole picture in one sentence, for those who do not see it. */
  readonly label: string;
  readonly bars: readonly Bar[];
  /** Of the first and the last bar. */
  readonly ends: readonly [first: string, last: string];
  /** The highest value, in words. */
  readonly peak: string;
  readonly tone?: "accent" | "warn";
}

const HEIGHT = 100;
const STEP = 10;
const GAP = 2;

/**
 * Bars by the server, without a script. The drawing stretches with its box, so no text is inside: figures stand
 * around it, and in a table beside it.
 */
export function BarChart({ label, bars, ends, peak, tone = "accent" }: BarChartProps) {
  const highest = Math.max(1, ...bars.map((bar) => bar.value));
  return (
    <figure className="grid gap-1">
      <figcaption className="text-end text-xs text-ink-soft" data-figures>
        {peak}
      </figcaption>
      <svg
        role="img"
        aria-label={label}
        viewBox={`0 0 ${bars.length * STEP} ${HEIGHT}`}
        preserveAspectRatio="none"
        className="block h-28 w-full border-b border-line-strong"
      >
        {bars.map((bar, index) => (
          <rect
            key={bar.name}
            x={index * STEP + GAP / 2}
            y={HEIGHT - heightOf(bar.value, highest)}
            width={STEP - GAP}
            height={heightOf(bar.value, highest)}
            className={tone === "accent" ? "fill-accent" : "fill-warn-ink"}
          >
            <title>{bar.title}</title>
          </rect>
        ))}
      </svg>
      <p className="flex justify-between text-xs text-ink-soft" aria-hidden="true">
        <span>{ends[0]}</span>
        <span>{ends[1]}</span>
      </p>
    </figure>
  );
}

/** A day with something is never drawn as a day with nothing. */
function heightOf(value: number, highest: number): number {
  return value === 0 ? 0 : Math.max(1.5, (value / highest) * HEIGHT);
}
