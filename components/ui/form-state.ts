/** What a form's server action answers. Sentences arrive translated; passwords are never among the values. */
export interface FormState {
  /** `noted`: taken in, but not finished, or not as hoped. */
  readonly status: "pristine" | "refused" | "done" | "noted";
  /** One sentence about the whole form. */
  readonly message?: string;
  /** One sentence per field, by field name. */
  readonly fieldErrors?: Readonly<Record<string, string>>;
  /** What was typed, to fill the form again after a refusal. */
  readonly values?: Readonly<Record<string, string>>;
  /** Something to hand over besides the sentence, such as a token that is shown once. */
  readonly details?: Readonly<Record<string, string>>;
}

export type FormAction = (previous: FormState, form: FormData) => Promise<FormState>;

export const PRISTINE: FormState = { status: "pristine" };
