"use client";

import { clsx } from "clsx";
import { type ComponentProps, useState } from "react";
import { CONTROL } from "./control-classes";
import { useField } from "./form-context";

export interface PasswordInputLabels {
  readonly show: string;
  readonly hide: string;
}

interface PasswordInputProps extends Omit<ComponentProps<"input">, "type"> {
  readonly name: string;
  readonly labels: PasswordInputLabels;
  readonly hasHint?: boolean;
  /** Shown from outside as well, when a suggestion was filled in. */
  readonly isShown?: boolean;
  readonly onShownChange?: (shown: boolean) => void;
}

/** A password field with show/hide. Pasting and password managers work; nothing is typed twice. */
export function PasswordInput({
  name,
  labels,
  hasHint = false,
  isShown,
  onShownChange,
  className,
  ...rest
}: PasswordInputProps) {
  const { id, errorId, hintId, error } = useField(name);
  const [shownHere, setShownHere] = useState(false);
  const shown = isShown ?? shownHere;
  return (
    <div className="relative">
      <input
        id={id}
        name={name}
        type={shown ? "text" : "password"}
        aria-invalid={error ? true : undefined}
        aria-describedby={clsx(error && errorId, hasHint && hintId) || undefined}
        autoCapitalize="none"
        spellCheck={false}
        className={clsx(CONTROL, "pe-24", shown && "font-mono", className)}
        {...rest}
      />
      <button
        type="button"
        data-needs-script
        aria-pressed={shown}
        aria-controls={id}
        className="absolute inset-y-0 end-0 min-w-11 rounded-lg px-3 text-sm font-medium text-accent-ink"
        onClick={() => {
          setShownHere(!shown);
          onShownChange?.(!shown);
        }}
      >
        {shown ? labels.hide : labels.show}
      </button>
    </div>
  );
}
