"use client";

import { clsx } from "clsx";
import type { ComponentProps } from "react";
import { CONTROL } from "./control-classes";
import { useField } from "./form-context";

interface SelectInputProps extends Omit<ComponentProps<"select">, "children"> {
  readonly name: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
}

export function SelectInput({ name, options, defaultValue, className, ...rest }: SelectInputProps) {
  const { id, errorId, error, value } = useField(name);
  const selected = value ?? defaultValue;
  return (
    <select
      // React resets a form after its action and forgets a changed default of a select; a new key keeps the choice.
      key={String(selected)}
      id={id}
      name={name}
      defaultValue={selected}
      aria-invalid={error ? true : undefined}
      aria-describedby={error ? errorId : undefined}
      className={clsx(CONTROL, "select-arrow pe-9 text-ellipsis", className)}
      {...rest}
    >
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  );
}
