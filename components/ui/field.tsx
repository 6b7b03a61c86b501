"use client";

import type { ReactNode } from "react";
import { useField } from "./form-context";

interface FieldProps {
  readonly name: string;
  readonly label: string;
  readonly hint?: ReactNode;
  /** Said after the label when the field may stay empty. */
  readonly optional?: string;
  readonly children: ReactNode;
}

/** Label above, hint and error below; the control inside takes its ids from `useField(name)`. */
export function Field({ name, label, hint, optional, children }: FieldProps) {
  const { id, errorId, hintId, error } = useField(name);
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="font-medium">
        {label}
        {optional ? <span className="font-normal text-ink-faint"> {optional}</span> : null}
      </label>
      {children}
      {error ? (
        <p id={errorId} className="text-sm text-bad-ink">
          {error}
        </p>
      ) : null}
      {hint ? (
        <div id={hintId} className="text-sm text-ink-soft">
          {hint}
        </div>
      ) : null}
    </div>
  );
}
