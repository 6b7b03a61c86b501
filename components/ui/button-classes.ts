import { clsx } from "clsx";

export type ButtonTone = "primary" | "secondary" | "quiet" | "danger";

const SHAPE =
  "inline-flex min-h-11 items-center justify-center gap-2 rounded-lg px-4 py-2 text-center font-medium leading-6 transition-colors duration-150";

const TONES: Record<ButtonTone, string> = {
  primary: "bg-accent text-on-accent hover:bg-accent-hover",
  secondary: "border border-line-strong bg-surface text-ink hover:bg-sunken",
  quiet: "text-accent-ink hover:bg-accent-soft",
  danger: "bg-bad text-on-bad hover:bg-bad-hover",
};

/** One look for buttons and for links that read as buttons; 44 px high for thumbs. */
export function buttonClasses(tone: ButtonTone, extra?: string): string {
  return clsx(SHAPE, TONES[tone], extra);
}
