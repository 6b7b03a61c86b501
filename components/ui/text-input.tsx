"use client";

import { clsx } from "clsx";
import type { ComponentProps } from "react";
import { CONTROL } from "./control-classes";
import { useField } from "./form-context";

interface TextInputProps extends ComponentProps<"input"> {
  readonly name: string;
  /** True when the surrounding Field has a hint. */
  readonly hasHint?: boolean;
}

/** Filled again with what was typed when the form comes back refused. */
export function TextInput({ name, hasHint = false, className, defaultValue, ...rest }: TextInputProps) {
  const { id, errorId, hintId, error, value } = useField(name);
  const describedBy = clsx(error && errorId, hasHint && hintId) || undefined;
  return (
    <input
      id={id}
      name={name}
      defaultValue={value ?? defaultValue}
      aria-invalid={error ? true : undefined}
      aria-describedby={describedBy}
      className={clsx(CONTROL, className)}
      {...rest}
    />
  );
}
