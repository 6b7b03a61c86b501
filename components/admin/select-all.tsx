"use client";

import { useEffect, useRef, useState } from "react";

interface SelectAllProps {
  /** Of the checkboxes in the same form. */
  readonly name: string;
  readonly label: string;
}

/** Ticks all boxes of the form, and knows when they are ticked one by one. */
export function SelectAll({ name, label }: SelectAllProps) {
  const box = useRef<HTMLInputElement>(null);
  const [ticked, setTicked] = useState<"none" | "some" | "all">("none");
  useEffect(() => {
    const form = box.current?.form;
    if (!form) return;
    const look = (): void => setTicked(stateOf(boxesOf(form, name)));
    look();
    form.addEventListener("change", look);
    return () => form.removeEventListener("change", look);
  }, [name]);
  useEffect(() => {
    if (box.current) box.current.indeterminate = ticked === "some";
  }, [ticked]);
  return (
    <label className="inline-flex min-h-11 items-center gap-3 text-sm font-medium" data-needs-script>
      <input
        ref={box}
        type="checkbox"
        className="size-5 accent-accent"
        checked={ticked === "all"}
        onChange={(event) => {
          const { form, checked } = event.target;
          if (form) for (const one of boxesOf(form, name)) one.checked = checked;
        }}
      />
      {label}
    </label>
  );
}

function boxesOf(form: HTMLFormElement, name: string): HTMLInputElement[] {
  return [...form.querySelectorAll<HTMLInputElement>(`input[type=checkbox][name="${name}"]`)];
}

function stateOf(boxes: readonly HTMLInputElement[]): "none" | "some" | "all" {
  const count = boxes.filter((one) => one.checked).length;
  if (count === 0) return "none";
  return count === boxes.length ? "all" : "some";
}
