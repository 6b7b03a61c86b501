"use client";

import { useEffect, useRef } from "react";
import { CONTROL } from "@/components/ui/control-classes";
import { useField } from "@/components/ui/form-context";

interface ComposeTextProps {
  readonly value: string;
  /** An answer begins with its text, above what it answers. */
  readonly takesFocus: boolean;
}

export function ComposeText({ value, takesFocus }: ComposeTextProps) {
  const field = useField("text");
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (!takesFocus || !area.current) return;
    area.current.focus({ preventScroll: true });
    area.current.setSelectionRange(0, 0);
  }, [takesFocus]);
  return (
    <textarea
      ref={area}
      id={field.id}
      name="text"
      defaultValue={field.value ?? value}
      rows={10}
      dir="auto"
      className={`${CONTROL} field-sizing-content min-h-60 leading-6`}
    />
  );
}
