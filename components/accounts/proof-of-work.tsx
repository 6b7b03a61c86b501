"use client";

import type { Challenge } from "altcha-lib";
import { useEffect, useRef, useState } from "react";
import { useFormState } from "@/components/ui/form-context";

interface ProofOfWorkProps {
  /** The puzzle as JSON; null where none is needed. A refused form may bring one in `details.challenge`. */
  readonly challenge: string | null;
  readonly labels: {
    readonly working: string;
    readonly ready: string;
    readonly failed: string;
    readonly needsScript: string;
  };
}

type Progress =
  | { readonly state: "working" | "failed" }
  | { readonly state: "ready"; readonly answer: string };

/** Half of what the server grants an answer: a page that stays open and is drawn anew keeps one that is younger. */
const FRESH_MS = 5 * 60_000;

/** The browser solves a small sum, about a second long, so that filling in forms by the thousand costs something. */
export function ProofOfWork({ challenge, labels }: ProofOfWorkProps) {
  const { details } = useFormState();
  const current = details?.challenge ?? challenge;
  const isReplaced = details?.challenge !== undefined;
  const [progress, setProgress] = useState<Progress>({ state: "working" });
  const unspentSince = useRef<number | null>(null);
  useEffect(() => {
    if (!current) return;
    const hasAnswer = unspentSince.current !== null && Date.now() - unspentSince.current < FRESH_MS;
    // What a form brings back replaces an answer that was spent; what a page brings when it is drawn anew does not.
    if (hasAnswer && !isReplaced) return;
    const controller = new AbortController();
    unspentSince.current = null;
    setProgress({ state: "working" });
    solve(current, controller).then(
      (answer) => {
        if (controller.signal.aborted) return;
        unspentSince.current = Date.now();
        setProgress({ state: "ready", answer });
      },
      () => !controller.signal.aborted && setProgress({ state: "failed" }),
    );
    return () => controller.abort();
  }, [current, isReplaced]);
  if (!current) return null;
  return (
    <div className="rounded-lg bg-sunken px-4 py-3 text-sm text-ink-soft" data-captcha={progress.state}>
      <input type="hidden" name="captcha" value={progress.state === "ready" ? progress.answer : ""} />
      <p role="status" data-needs-script>
        {labels[progress.state]}
      </p>
      <noscript>{labels.needsScript}</noscript>
    </div>
  );
}

async function solve(text: string, controller: AbortController): Promise<string> {
  const [{ solveChallenge }, { deriveKey }] = await Promise.all([
    import("altcha-lib"),
    import("altcha-lib/algorithms/web/pbkdf2"),
  ]);
  const challenge: Challenge = JSON.parse(text);
  const solution = await solveChallenge({ challenge, deriveKey, controller });
  if (!solution) throw new Error("the challenge was not solved");
  return btoa(JSON.stringify({ challenge, solution }));
}
