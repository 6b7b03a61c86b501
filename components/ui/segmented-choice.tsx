import { clsx } from "clsx";
import type { ReactNode } from "react";

interface Option {
  readonly value: string;
  readonly label: string;
  /** Drawn instead of the label, which then is read aloud only. */
  readonly icon?: ReactNode;
  readonly lang?: string;
}

interface SegmentedChoiceProps {
  readonly label: string;
  readonly name: string;
  readonly options: readonly Option[];
  readonly selected: string;
  readonly action: (form: FormData) => Promise<void>;
}

/** A few ways to see the page; pressing one sends it at once. Works without JavaScript. */
export function SegmentedChoice({ label, name, options, selected, action }: SegmentedChoiceProps) {
  return (
    <form action={action}>
      <fieldset className="inline-flex rounded-lg border border-line bg-surface p-0.5">
        <legend className="sr-only">{label}</legend>
        {options.map((option) => (
          <button
            key={option.value}
            type="submit"
            name={name}
            value={option.value}
            aria-pressed={option.value === selected}
            title={option.label}
            lang={option.lang}
            className={clsx(
              "inline-flex min-h-11 min-w-11 items-center justify-center gap-2 rounded-md px-2.5 text-sm font-medium",
              option.value === selected ? "bg-accent-soft text-accent-ink" : "text-ink-soft hover:bg-sunken",
            )}
          >
            {option.icon ? (
              <>
                {option.icon}
                <span className="sr-only">{option.label}</span>
              </>
            ) : (
              option.label
            )}
          </button>
        ))}
      </fieldset>
    </form>
  );
}
