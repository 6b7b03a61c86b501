"use client";

import { useEffect } from "react";
import { findBoxes, tell } from "./use-selection";

/**
 * Single keys for those who want them (WCAG 2.1.4: they can be switched off). Each presses what is on the page anyhow,
 * so there is nothing that only a key can do. Never while somebody types or holds a modifier.
 */
export function useShortcuts(isOn: boolean): void {
  useEffect(() => {
    if (!isOn) return;
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing)
        return;
      if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
      if (press(event.key)) event.preventDefault();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [isOn]);
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement)
    return !["checkbox", "radio", "button", "submit"].includes(target.type);
  return target.isContentEditable || target.matches("textarea, select");
}

/** True when the key meant something here. */
function press(key: string): boolean {
  if (key === "j" || key === "k") return step(key === "j" ? 1 : -1);
  if (key === "o") return click(focusedRow()?.querySelector("a") ?? null);
  if (key === "x") return check();
  if (key === "#" || key === "s") return act(key);
  if (key === "?") return openHelp();
  const target = document.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`);
  if (!target || key.length !== 1) return false;
  if (target instanceof HTMLInputElement) {
    target.focus();
    target.select();
    return true;
  }
  return click(target);
}

/** To the message before or after the open one; without an open one, to the row before or after the focused one. */
function step(by: 1 | -1): boolean {
  const rows = [...document.querySelectorAll<HTMLElement>("[data-row-link]")];
  const isReading = document.querySelector("[data-inbox=message]") !== null;
  const current = isReading
    ? rows.findIndex((row) => row.ariaCurrent === "true")
    : rows.findIndex(
        (row) => row === document.activeElement || row.closest("li")?.contains(document.activeElement),
      );
  const next = current < 0 ? rows[by === 1 ? 0 : rows.length - 1] : rows[current + by];
  if (!next) return rows.length > 0;
  if (isReading) return click(next);
  next.focus();
  next.scrollIntoView({ block: "nearest" });
  return true;
}

function focusedRow(): HTMLElement | null {
  return document.activeElement?.closest<HTMLElement>("li[data-message]") ?? null;
}

function check(): boolean {
  const box = focusedRow()?.querySelector<HTMLInputElement>("input[name=message]");
  if (!box) return false;
  box.checked = !box.checked;
  tell();
  return true;
}

/** The open message's button; in a list the bar's, about the selection or else the focused row. */
function act(key: string): boolean {
  const button = document.querySelector<HTMLElement>(`#message-actions [data-intent-key="${key}"]`);
  if (button) return click(button);
  const isAnySelected = findBoxes().some(({ checked }) => checked);
  if (!isAnySelected && !check()) return false;
  return click(document.querySelector<HTMLElement>(`[data-intent-key="${key}"]`));
}

function openHelp(): boolean {
  const help = document.querySelector<HTMLDialogElement>("#shortcuts");
  help?.showModal();
  return help !== null;
}

function click(target: HTMLElement | null): boolean {
  target?.click();
  return target !== null;
}
