"use client";

import type { ReactNode } from "react";
import { useField } from "./form-context";

interface FieldGroupProps {
  readonly name: string;
  readonly label: string;
  readonly children: ReactNode;
}

/** Several controls that answer one question. */
export function FieldGroup({ name, label, children }: FieldGroupProps) {
  const { id, errorId, error } = useField(name);
  return (
    <fieldset id={id} aria-describedby={error ? errorId : undefined} className="min-w-0">
      <legend className="font-medium">{label}</legend>
      {error ? (
        <p id={errorId} className="text-sm text-bad-ink">
          {error}
        </p>
      ) : null}
      {children}
    </fieldset>
  );
}
