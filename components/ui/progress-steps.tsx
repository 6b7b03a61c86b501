import { Check, Circle, LoaderCircle, type LucideIcon, X } from "lucide-react";
import type { ReactNode } from "react";

export type StepState = "done" | "busy" | "waiting" | "failed";

export interface ProgressStep {
  readonly name: string;
  readonly state: StepState;
  readonly title: string;
  /** The state in a word: nothing is told by colour or icon alone. */
  readonly stateLabel: string;
  readonly note?: ReactNode;
}

const LOOKS: Record<StepState, { readonly icon: LucideIcon; readonly dot: string; readonly text: string }> = {
  done: { icon: Check, dot: "bg-ok-soft text-ok-ink", text: "text-ink" },
  busy: { icon: LoaderCircle, dot: "bg-busy-soft text-busy-ink", text: "text-ink font-medium" },
  waiting: { icon: Circle, dot: "bg-sunken text-ink-faint", text: "text-ink-soft" },
  failed: { icon: X, dot: "bg-bad-soft text-bad-ink", text: "text-ink font-medium" },
};

/** Steps of something under way, in order, like the log of a deployment. */
export function ProgressSteps({
  steps,
  label,
}: {
  readonly steps: readonly ProgressStep[];
  readonly label: string;
}) {
  return (
    <ol aria-label={label} className="grid gap-1">
      {steps.map((step) => (
        <Step key={step.name} step={step} />
      ))}
    </ol>
  );
}

function Step({ step }: { readonly step: ProgressStep }) {
  const { icon: Icon, dot, text } = LOOKS[step.state];
  return (
    <li className="flex items-start gap-3 py-1.5" data-step={step.name} data-state={step.state}>
      <span className={`grid size-7 shrink-0 place-items-center rounded-full ${dot}`}>
        <Icon size={16} className={step.state === "busy" ? "animate-spin" : undefined} />
      </span>
      <span className="min-w-0 grow pt-0.5 sm:flex sm:justify-between sm:gap-4">
        <span className={`block ${text}`}>{step.title}</span>
        <span className="block text-sm text-ink-soft">
          {step.stateLabel}
          {step.note ? <span className="text-ink-faint"> · {step.note}</span> : null}
        </span>
      </span>
    </li>
  );
}
