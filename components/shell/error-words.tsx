"use client";

import { createContext, type ReactNode, useContext } from "react";

export interface ErrorWords {
  readonly title: string;
  readonly explanation: string;
  readonly retry: string;
  readonly home: string;
  readonly id: string;
}

const ErrorWordsContext = createContext<ErrorWords | null>(null);

/** An error page runs in the browser, where there are no messages: the layout hands it the few it needs. */
export function ErrorWordsProvider({
  words,
  children,
}: {
  readonly words: ErrorWords;
  readonly children: ReactNode;
}) {
  return <ErrorWordsContext value={words}>{children}</ErrorWordsContext>;
}

export function useErrorWords(): ErrorWords | null {
  return useContext(ErrorWordsContext);
}
