"use client";

import type { ComponentProps } from "react";
import { Checkbox } from "./checkbox";
import { useField, useFormState } from "./form-context";

/** A checkbox that comes back from a refused form as it was sent. */
export function KeptCheckbox({ defaultChecked = false, ...rest }: ComponentProps<typeof Checkbox>) {
  const { value } = useField(rest.name);
  const { status } = useFormState();
  const isChecked = status === "refused" && value !== undefined ? value !== "" : defaultChecked;
  // React resets a form after its action and forgets a changed default; a new key keeps the choice.
  return <Checkbox key={String(isChecked)} defaultChecked={isChecked} {...rest} />;
}
