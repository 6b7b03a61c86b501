"use client";

import { useErrorWords } from "@/components/shell/error-words";
import { buttonClasses } from "@/components/ui/button-classes";

interface ErrorPageProps {
  readonly error: Error & { readonly digest?: string };
  readonly reset: () => void;
}

/** A page failed: the rest of the portal still stands. The id finds the error in the log. */
export default function ErrorPage({ error, reset }: ErrorPageProps) {
  const words = useErrorWords();
  return (
    <main id="content" className="mx-auto grid max-w-xl gap-4 p-6 py-16" tabIndex={-1}>
      <h1 className="text-2xl font-semibold">{words?.title}</h1>
      <p className="text-ink-soft">{words?.explanation}</p>
      {error.digest ? (
        <p className="text-sm text-ink-soft">
          {words?.id} <code className="font-mono select-all">{error.digest}</code>
        </p>
      ) : null}
      <div className="flex flex-wrap gap-3">
        <button type="button" className={buttonClasses("primary")} onClick={reset}>
          {words?.retry}
        </button>
        <a href="/" className={buttonClasses("secondary")}>
          {words?.home}
        </a>
      </div>
    </main>
  );
}
