"use client";

import type { ReactNode } from "react";
import { useFormStatus } from "react-dom";
import { type ButtonTone, buttonClasses } from "./button-classes";

interface SubmitButtonProps {
  readonly children: ReactNode;
  readonly tone?: ButtonTone;
  readonly className?: string;
}

/**
 * Keeps its label and its focus while the form is under way; a second press does nothing. Without JavaScript it
 * is an ordinary submit button.
 */
export function SubmitButton({ children, tone = "primary", className }: SubmitButtonProps) {
  const { pending } = useFormStatus();
  return (
    <button
      type="submit"
      aria-disabled={pending}
      className={buttonClasses(tone, className)}
      onClick={(event) => {
        if (pending) event.preventDefault();
      }}
    >
      {pending ? <span className="spinner" aria-hidden="true" /> : null}
      {children}
    </button>
  );
}
