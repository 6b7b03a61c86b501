"use client";

import type { ReactNode } from "react";
import { useFormStatus } from "react-dom";
import { type ButtonTone, buttonClasses } from "./button-classes";

interface SubmitButtonProps {
  readonly children: ReactNode;
  readonly tone?: ButtonTone;
  readonly className?: string;
  /** Of a form with several answers. */
  readonly name?: string;
  readonly value?: string;
  /** The single key that presses it, where a page has such keys. */
  readonly shortcut?: string;
}

/**
 * Keeps its label and its focus while the form is under way; a second press does nothing. Without JavaScript it
 * is an ordinary submit button.
 */
export function SubmitButton(props: SubmitButtonProps) {
  const { children, tone = "primary", className, name, value, shortcut } = props;
  const { pending } = useFormStatus();
  return (
    <button
      type="submit"
      name={name}
      value={value}
      data-key={shortcut}
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
