"use client";

import { clsx } from "clsx";
import { type ReactNode, useActionState, useEffect, useRef } from "react";
import { FormContext } from "./form-context";
import { type FormAction, PRISTINE } from "./form-state";

interface ActionFormProps {
  readonly id: string;
  readonly action: FormAction;
  readonly children: ReactNode;
  readonly className?: string;
  /** Label of the list of mistakes, such as "Please check". */
  readonly errorTitle: string;
}

/**
 * A form that works before and without JavaScript: the browser posts it to the server action and the page comes
 * back with the answer. With JavaScript the answer appears in place and takes the focus.
 */
export function ActionForm({ id, action, children, className, errorTitle }: ActionFormProps) {
  const [state, formAction] = useActionState(action, PRISTINE);
  const answer = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (state.status !== "pristine") answer.current?.focus();
  }, [state]);

  const mistakes = Object.entries(state.fieldErrors ?? {});
  return (
    <FormContext value={{ formId: id, state }}>
      <form id={id} action={formAction} className={className} noValidate>
        {/* Always in the page, so that screen readers notice what is put into it. */}
        <div ref={answer} tabIndex={-1} aria-live="polite" className="empty:absolute">
          {state.status === "refused" ? (
            <div
              className="rounded-lg border border-bad-ink/30 bg-bad-soft px-4 py-3 text-bad-ink"
              data-result="refused"
            >
              <p className="font-medium">{state.message ?? errorTitle}</p>
              {mistakes.length > 1 ? (
                <ul className="mt-1 list-disc ps-5 text-sm">
                  {mistakes.map(([name, sentence]) => (
                    <li key={name}>
                      <a className="inline-block py-0.5 underline underline-offset-2" href={`#${id}-${name}`}>
                        {sentence}
                      </a>
                    </li>
                  ))}
                </ul>
              ) : null}
            </div>
          ) : null}
          {(state.status === "done" || state.status === "noted") && state.message ? (
            <p
              className={clsx(
                "rounded-lg border px-4 py-3",
                state.status === "done"
                  ? "border-ok-ink/30 bg-ok-soft text-ok-ink"
                  : "border-warn-ink/30 bg-warn-soft text-warn-ink",
              )}
              data-result={state.status}
            >
              {state.message}
            </p>
          ) : null}
        </div>
        {children}
      </form>
    </FormContext>
  );
}
