"use client";

import { Field } from "@/components/ui/field";
import { useField } from "@/components/ui/form-context";
import { TextInput } from "@/components/ui/text-input";

interface ConfirmAddressFieldProps {
  readonly label: string;
  /** Known to hold mail already; otherwise the field comes with the refusal that found some. */
  readonly isNeeded: boolean;
}

/** Asks for the address typed again, where there is more to lose than the address. */
export function ConfirmAddressField({ label, isNeeded }: ConfirmAddressFieldProps) {
  const { error } = useField("confirmAddress");
  if (!isNeeded && !error) return null;
  return (
    <Field name="confirmAddress" label={label}>
      <TextInput
        name="confirmAddress"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        required
        className="font-mono"
      />
    </Field>
  );
}
