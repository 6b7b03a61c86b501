"use client";

import { useEffect } from "react";

/** What native checkboxes lack: a range by Shift, all of the page, and how many there are. */
export function useSelection(): void {
  useEffect(() => {
    let last: HTMLInputElement | null = null;
    const onClick = (event: MouseEvent): void => {
      const box = event.target;
      if (!(box instanceof HTMLInputElement) || box.name !== "message") return;
      if (event.shiftKey && last?.isConnected) checkBetween(last, box);
      last = box;
      tell();
    };
    const onChange = (event: Event): void => {
      const box = event.target;
      if (!(box instanceof HTMLInputElement)) return;
      if (box.matches("[data-select-all]")) {
        for (const row of findBoxes()) row.checked = box.checked;
      }
      if (box.name === "message" || box.matches("[data-select-all]")) tell();
    };
    document.addEventListener("click", onClick);
    document.addEventListener("change", onChange);
    return () => {
      document.removeEventListener("click", onClick);
      document.removeEventListener("change", onChange);
    };
  }, []);
}

export function findBoxes(): HTMLInputElement[] {
  return [...document.querySelectorAll<HTMLInputElement>("[data-selection] input[name=message]")];
}

function checkBetween(first: HTMLInputElement, second: HTMLInputElement): void {
  const boxes = findBoxes();
  const [start = 0, end = 0] = [boxes.indexOf(first), boxes.indexOf(second)].sort((a, b) => a - b);
  for (const box of boxes.slice(start, end + 1)) box.checked = second.checked;
}

/** After every change of the selection, by whatever means. */
export function tell(): void {
  const boxes = findBoxes();
  const count = boxes.filter(({ checked }) => checked).length;
  const all = document.querySelector<HTMLInputElement>("[data-select-all]");
  if (all) {
    all.checked = count > 0 && count === boxes.length;
    all.indeterminate = count > 0 && count < boxes.length;
  }
  const status = document.querySelector<HTMLElement>("[data-selected-count]");
  if (status) status.textContent = count > 0 ? (status.dataset.text ?? "").replace("#", String(count)) : "";
}
