import { getTranslations } from "next-intl/server";
import type { z } from "zod";
import type { FormState } from "@/components/ui/form-state";
import { describeFailure, type PageFailure } from "./describe-failure";

/** Form fields that have a sentence of their own for a value of the wrong shape. */
export const describedFields = [
  "localPart",
  "domain",
  "address",
  "password",
  "currentPassword",
  "newPassword",
  "recoveryEmail",
  "displayName",
  "name",
  "scopes",
  "mailboxAddresses",
  "confirmAddress",
  "imapHost",
  "imapPort",
  "credentialsKey",
  "username",
  "defaultQuotaMiB",
  "capPerPerson",
  "capPerDay",
  "capTotal",
  "hours",
  "url",
  "senderContains",
  "subjectContains",
  "events",
  "confirmation",
] as const;

/**
 * A refusal in the page's language. `fields` says which field a reason belongs to; other reasons are about the
 * form as a whole. `keep` names the values to show again: never a password.
 */
export async function refuseForm<Failure extends PageFailure>(
  failure: Failure,
  form: FormData,
  options: {
    readonly keep?: readonly string[];
    readonly fields?: Partial<Record<Failure["reason"], (typeof describedFields)[number]>>;
    readonly details?: Record<string, string>;
  } = {},
): Promise<FormState> {
  const sentence = await describeFailure(failure);
  const fields: Partial<Record<string, string>> = options.fields ?? {};
  const field = fields[failure.reason];
  return {
    status: "refused",
    message: sentence,
    ...(field ? { fieldErrors: { [field]: sentence } } : {}),
    values: keepValues(form, options.keep ?? []),
    ...(options.details ? { details: options.details } : {}),
  };
}

/** The refusal of a form whose values have the wrong shape: one sentence a field. */
export async function refuseShape(
  error: z.ZodError,
  form: FormData,
  keep: readonly string[] = [],
): Promise<FormState> {
  const t = await getTranslations();
  const names = [...new Set(error.issues.map((issue) => String(issue.path[0])))];
  const known = describedFields.filter((field) => names.includes(field));
  return {
    status: "refused",
    message: t("form.checkFields"),
    fieldErrors: Object.fromEntries(known.map((field) => [field, t(`fieldProblems.${field}`)])),
    values: keepValues(form, keep),
  };
}

/** The text of a field; an unknown or empty one, and an uploaded file, is an empty string. */
export function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}

function keepValues(form: FormData, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, textOf(form, name)]));
}
