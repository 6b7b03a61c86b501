import { setTimeout as wait } from "node:timers/promises";
import { type ReactNode, Suspense } from "react";

/** What a mail server that is well takes; a reader notices nothing of it. */
const PROMPT_MS = 400;

interface PromptOptions {
  readonly fallback: ReactNode;
  /** Browsers without JavaScript cannot be shown anything later. */
  readonly isWaitedFor: boolean;
}

/**
 * Part of a page within it when the mail server is quick, as it usually is: no placeholder flashes. A slow one is not
 * waited for, unless that was asked; its answer follows when it comes.
 */
export async function prompt(
  part: Promise<ReactNode>,
  { fallback, isWaitedFor }: PromptOptions,
): Promise<ReactNode> {
  // Whoever draws it later hears of an error; until then it must not count as unheard.
  part.catch(() => {});
  if (isWaitedFor) return part;
  const isPrompt = await Promise.race([part.then(() => true), wait(PROMPT_MS, false)]);
  if (isPrompt) return part;
  return (
    <Suspense fallback={fallback}>
      <Late>{part}</Late>
    </Suspense>
  );
}

async function Late({ children }: { readonly children: Promise<ReactNode> }) {
  return children;
}
