import {
  CircleAlert,
  CircleCheck,
  CirclePause,
  LoaderCircle,
  type LucideIcon,
  TriangleAlert,
} from "lucide-react";

export type StatusTone = "ok" | "busy" | "warn" | "bad" | "off";

const TONES: Record<StatusTone, { readonly icon: LucideIcon; readonly classes: string }> = {
  ok: { icon: CircleCheck, classes: "bg-ok-soft text-ok-ink" },
  busy: { icon: LoaderCircle, classes: "bg-busy-soft text-busy-ink" },
  warn: { icon: TriangleAlert, classes: "bg-warn-soft text-warn-ink" },
  bad: { icon: CircleAlert, classes: "bg-bad-soft text-bad-ink" },
  off: { icon: CirclePause, classes: "bg-sunken text-ink-soft" },
};

/** A status is a word with an icon; colour only repeats it. */
export function StatusBadge({ tone, children }: { readonly tone: StatusTone; readonly children: string }) {
  const { icon: Icon, classes } = TONES[tone];
  return (
    <span
      className={`inline-flex items-center gap-1.5 rounded-full px-3 py-1 text-sm font-medium ${classes}`}
      data-tone={tone}
    >
      <Icon size={16} className="shrink-0" />
      {children}
    </span>
  );
}
