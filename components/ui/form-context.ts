"use client";

import { createContext, useContext } from "react";
import { type FormState, PRISTINE } from "./form-state";

interface FormContextValue {
  /** Prefix of the ids of all fields, so that two forms on a page can both have a `password`. */
  readonly formId: string;
  readonly state: FormState;
}

export const FormContext = createContext<FormContextValue>({ formId: "form", state: PRISTINE });

/** Id, error and kept value of one field of the surrounding form. */
export function useField(name: string) {
  const { formId, state } = useContext(FormContext);
  const id = `${formId}-${name}`;
  const error = state.fieldErrors?.[name];
  return { id, errorId: `${id}-error`, hintId: `${id}-hint`, error, value: state.values?.[name] };
}

export function useFormState(): FormState {
  return useContext(FormContext).state;
}
