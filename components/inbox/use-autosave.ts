"use client";

import { type RefObject, useEffect, useEffectEvent, useRef, useState } from "react";
import { flushSync } from "react-dom";
import type { SavedDraft } from "./compose-state";

const EVERY_MS = 15_000;

interface AutosaveOptions {
  readonly form: RefObject<HTMLFormElement | null>;
  readonly files: RefObject<readonly File[]>;
  /** Of the form's own answer. */
  readonly answered: SavedDraft | null;
  readonly save: (form: FormData) => Promise<SavedDraft | null>;
  /** The form itself is on its way. */
  readonly isBusy: boolean;
  readonly labels: Readonly<Record<"saved" | "saving" | "saveFailed", string>>;
  /** These lie in the draft now. */
  readonly dropFiles: (files: readonly File[]) => void;
}

interface Autosave {
  readonly draft: SavedDraft | null;
  /** What to say about it; empty for nothing. */
  readonly note: string;
  /** Resolves when no saving is under way, and nothing is saved from then on until something changes. */
  settle(): Promise<void>;
}

/** Keeps what is written as a draft: every fifteen seconds while it changes, and when the page is left. */
export function useAutosave(options: AutosaveOptions): Autosave {
  const { form, files, answered, isBusy, labels } = options;
  const [draft, setDraft] = useState<SavedDraft | null>(null);
  const [note, setNote] = useState("");
  const hasChanged = useRef(false);
  const underWay = useRef<Promise<void>>(Promise.resolve());

  const keep = useEffectEvent(async (element: HTMLFormElement): Promise<void> => {
    if (!hasChanged.current || isBusy) return;
    hasChanged.current = false;
    setNote(labels.saving);
    const sent = files.current;
    const data = new FormData(element);
    data.delete("files");
    for (const file of sent) data.append("files", file);
    // Offline, or signed out in another window: what is written stays in the page.
    const saved = await options.save(data).catch(() => null);
    if (!saved) hasChanged.current = true;
    else {
      // In the page before anybody sends the form: what lies in the draft must not go twice.
      flushSync(() => {
        setDraft(saved);
        options.dropFiles(sent);
      });
    }
    setNote(saved ? labels.saved.replace("#", saved.savedAt) : labels.saveFailed);
  });
  /** The form's own answer brings a draft with all the files in it. */
  const take = useEffectEvent((saved: SavedDraft) => {
    setDraft(saved);
    options.dropFiles(files.current);
    hasChanged.current = false;
  });
  const change = useEffectEvent(() => {
    hasChanged.current = true;
  });

  useEffect(() => {
    if (!answered) return;
    take(answered);
  }, [answered]);

  useEffect(() => {
    const element = form.current;
    if (!element) return;
    const start = (): void => {
      underWay.current = underWay.current.then(() => keep(element));
    };
    const warn = (event: BeforeUnloadEvent): void => {
      if (hasChanged.current) event.preventDefault();
    };
    const timer = setInterval(start, EVERY_MS);
    element.addEventListener("input", change);
    element.addEventListener("change", change);
    window.addEventListener("beforeunload", warn);
    return () => {
      clearInterval(timer);
      element.removeEventListener("input", change);
      element.removeEventListener("change", change);
      window.removeEventListener("beforeunload", warn);
      start();
    };
  }, [form]);

  return {
    // Without JavaScript nothing is ever taken from the answer into the state.
    draft: draft ?? answered,
    note,
    settle: async () => {
      await underWay.current;
      hasChanged.current = false;
    },
  };
}
