/** Inputs and selects: 16 px text (phones zoom into less), 44 px high, a border that stands 3:1 against its ground. */
export const CONTROL =
  "block min-h-11 w-full min-w-0 rounded-lg border border-line-strong bg-surface px-3 py-2 text-base text-ink placeholder:text-ink-faint focus-visible:outline-offset-0 aria-invalid:border-bad-ink";
