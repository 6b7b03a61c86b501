"use client";

import { type ReactNode, useEffect, useRef, useState } from "react";
import { Field } from "@/components/ui/field";
import { useFormState } from "@/components/ui/form-context";
import { Meter, type MeterLevel } from "@/components/ui/meter";
import { PasswordInput } from "@/components/ui/password-input";
import { suggestPassword } from "./suggest-password";

export interface NewPasswordLabels {
  readonly name: string;
  readonly show: string;
  readonly hide: string;
  readonly suggest: string;
  readonly suggested: string;
  readonly strength: string;
  /** Five sentences, from "guessed at once" to "very strong". */
  readonly scores: readonly string[];
}

interface NewPasswordFieldProps {
  readonly name: string;
  readonly labels: NewPasswordLabels;
  /** The rules, in words. */
  readonly rules: ReactNode;
  readonly minLength: number;
  readonly suggestedLength: number;
  /** Words that make a password easy to guess here, such as the address. */
  readonly context?: readonly string[];
}

const LEVELS: readonly MeterLevel[] = ["full", "full", "high", "good", "good"];

/** Choosing a password: rules, strength as it is typed, and one made up on request. Typed once: it can be shown. */
export function NewPasswordField(props: NewPasswordFieldProps) {
  const { name, labels, rules, minLength, suggestedLength, context = [] } = props;
  const input = useRef<HTMLInputElement>(null);
  const [password, setPassword] = useState("");
  const [shown, setShown] = useState(false);
  const [isSuggested, setSuggested] = useState(false);
  const score = useStrength(password, context);
  useForgetAfterAnswer(setPassword);

  const suggest = () => {
    const suggestion = suggestPassword(suggestedLength);
    if (input.current) input.current.value = suggestion;
    setPassword(suggestion);
    setShown(true);
    setSuggested(true);
  };
  return (
    <Field name={name} label={labels.name} hint={rules}>
      <PasswordInput
        ref={input}
        name={name}
        labels={labels}
        isShown={shown}
        onShownChange={setShown}
        hasHint
        required
        minLength={minLength}
        autoComplete="new-password"
        onInput={(event) => {
          setPassword(event.currentTarget.value);
          setSuggested(false);
        }}
      />
      <div data-needs-script className="flex min-h-11 flex-wrap items-center justify-between gap-x-4">
        <div className="min-w-40 flex-1" role="status">
          {score === null ? null : (
            <>
              <Meter value={score + 1} max={5} level={LEVELS[score] ?? "high"} label={labels.strength} />
              <p className="mt-1 text-sm text-ink-soft">
                {isSuggested ? labels.suggested : labels.scores[score]}
              </p>
            </>
          )}
        </div>
        <button
          type="button"
          className="-mx-2 min-h-11 rounded-lg px-2 text-sm font-medium text-accent-ink hover:bg-accent-soft"
          onClick={suggest}
        >
          {labels.suggest}
        </button>
      </div>
    </Field>
  );
}

/** Null while nothing is typed, or the word lists are still on their way. */
function useStrength(password: string, context: readonly string[]): number | null {
  const [score, setScore] = useState<number | null>(null);
  const words = context.join(" ");
  useEffect(() => {
    if (password === "") {
      setScore(null);
      return;
    }
    let isCurrent = true;
    import("./measure-strength").then(
      ({ measureStrength }) => isCurrent && setScore(measureStrength(password, words.split(" "))),
      () => {},
    );
    return () => {
      isCurrent = false;
    };
  }, [password, words]);
  return score;
}

/** React empties the form when its answer arrives; what is said about the password goes with it. */
function useForgetAfterAnswer(setPassword: (password: string) => void): void {
  const state = useFormState();
  useEffect(() => {
    if (state.status !== "pristine") setPassword("");
  }, [state, setPassword]);
}
