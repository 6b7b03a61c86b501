import type { LucideIcon } from "lucide-react";

interface IntentButtonProps {
  readonly icon: LucideIcon;
  /** What the form is to do with the messages it names. */
  readonly intent: string;
  /** Read out and shown when pointed at. */
  readonly label: string;
  /** The key that presses it. */
  readonly shortcut?: string;
  readonly className: string;
}

/** A picture that sends the form around it. */
export function IntentButton({ icon: Icon, intent, label, shortcut, className }: IntentButtonProps) {
  return (
    <button
      type="submit"
      name="intent"
      value={intent}
      aria-label={label}
      title={label}
      className={className}
      data-intent-key={shortcut}
    >
      <Icon size={18} />
    </button>
  );
}
