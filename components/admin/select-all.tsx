"use client";

import { useEffect, useRef, useState } from "react";

interface SelectAllProps {
  /** Of the checkboxes in the same form. */
  readonly name: string;
  readonly label: string;
  /** How many are ticked, with `{count}` where the number stands. */
  readonly countLabel: string;
}

/**
 * Ticks all boxes of the form, knows when they are ticked one by one, and how many they are. With Shift held, a click
 * ticks or clears everything from the last one clicked.
 */
export function SelectAll({ name, label, countLabel }: SelectAllProps) {
  const box = useRef<HTMLInputElement>(null);
  const [ticked, setTicked] = useState({ count: 0, total: 0 });
  useEffect(() => {
    const form = box.current?.form;
    if (!form) return;
    const look = (): void => setTicked(countIn(form, name));
    const extendRange = rangeOf(form, name);
    look();
    form.addEventListener("change", look);
    form.addEventListener("click", extendRange);
    return () => {
      form.removeEventListener("change", look);
      form.removeEventListener("click", extendRange);
    };
  }, [name]);
  const { count, total } = ticked;
  useEffect(() => {
    if (box.current) box.current.indeterminate = count > 0 && count < total;
  }, [count, total]);
  return (
    <span className="inline-flex flex-wrap items-center gap-x-4" data-needs-script>
      <label className="inline-flex min-h-11 items-center gap-3 text-sm font-medium">
        <input
          ref={box}
          type="checkbox"
          className="size-5 accent-accent"
          checked={total > 0 && count === total}
          onChange={(event) => {
            const { form, checked } = event.target;
            if (form) for (const one of boxesOf(form, name)) one.checked = checked;
          }}
        />
        {label}
      </label>
      <span role="status" className="text-sm text-ink-soft empty:hidden" data-figures>
        {count > 0 ? countLabel.replace("{count}", String(count)) : ""}
      </span>
    </span>
  );
}

function boxesOf(form: HTMLFormElement, name: string): HTMLInputElement[] {
  return [...form.querySelectorAll<HTMLInputElement>(`input[type=checkbox][name="${name}"]`)];
}

function countIn(form: HTMLFormElement, name: string): { readonly count: number; readonly total: number } {
  const boxes = boxesOf(form, name);
  return { count: boxes.filter((one) => one.checked).length, total: boxes.length };
}

/** The change event that follows the click tells everybody what became of it. */
function rangeOf(form: HTMLFormElement, name: string): (event: MouseEvent) => void {
  let last: HTMLInputElement | null = null;
  return ({ target, shiftKey }) => {
    if (!(target instanceof HTMLInputElement) || target.name !== name) return;
    const boxes = boxesOf(form, name);
    const from = last ? boxes.indexOf(last) : -1;
    const to = boxes.indexOf(target);
    if (shiftKey && from >= 0) {
      for (const one of boxes.slice(Math.min(from, to), Math.max(from, to) + 1)) one.checked = target.checked;
    }
    last = target;
  };
}
