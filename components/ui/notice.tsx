import { CircleAlert, CircleCheck, Info, type LucideIcon, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";

export type NoticeTone = "info" | "ok" | "warn" | "bad";

const TONES: Record<NoticeTone, { readonly icon: LucideIcon; readonly classes: string }> = {
  info: { icon: Info, classes: "border-busy-ink/30 bg-busy-soft text-busy-ink" },
  ok: { icon: CircleCheck, classes: "border-ok-ink/30 bg-ok-soft text-ok-ink" },
  warn: { icon: TriangleAlert, classes: "border-warn-ink/30 bg-warn-soft text-warn-ink" },
  bad: { icon: CircleAlert, classes: "border-bad-ink/30 bg-bad-soft text-bad-ink" },
};

interface NoticeProps {
  readonly tone: NoticeTone;
  readonly title?: string;
  readonly children?: ReactNode;
}

/** Something the reader should know before going on. */
export function Notice({ tone, title, children }: NoticeProps) {
  const { icon: Icon, classes } = TONES[tone];
  return (
    <div className={`flex gap-3 rounded-xl border px-4 py-3 ${classes}`} data-tone={tone}>
      <Icon size={20} className="mt-0.5 shrink-0" />
      <div className="min-w-0 max-w-prose">
        {title ? <p className="font-semibold">{title}</p> : null}
        {children}
      </div>
    </div>
  );
}
