import { textOf } from "@/app/form-answers";

/** Where temporary addresses live: for people with an account, and for visitors. */
export const bases = ["/temporary-mailboxes", "/temporary"] as const;
export type Base = (typeof bases)[number];

/** The page a form was on; never a place of the sender's own choosing. */
export function readBase(form: FormData): Base {
  return bases.find((base) => base === textOf(form, "base")) ?? bases[0];
}
