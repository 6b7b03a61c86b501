import { z } from "zod";
import { MailcowError } from "@/lib/mailcow/mailcow-error";

const BYTES_PER_MIB = 1024 * 1024;

/** Flags come as 0/1, "0"/"1", true/false or null, depending on the call and the field. */
export const flagField = z
  .union([z.boolean(), z.number(), z.string(), z.null()])
  .optional()
  .transform((value) => value === true || Number(value) === 1);

/** Sums come as a number when zero and as a string otherwise. */
export const numberField = z.union([z.number(), z.string().regex(/^-?\d+(\.\d+)?$/)]).transform(Number);

/** Mailcow reports in bytes and accepts MiB; only MiB leaves this folder. */
export const mibFromBytesField = numberField.transform((bytes) => Math.round(bytes / BYTES_PER_MIB));

export const textField = z
  .string()
  .nullish()
  .transform((text) => text ?? "");

export const tagsField = z.array(z.string()).optional().default([]);

/** Unix seconds; 0 stands for never. */
export const instantField = numberField.transform((seconds) =>
  seconds > 0 ? new Date(seconds * 1000) : null,
);

/** @throws MailcowError `unclear-answer` naming the field, never its value */
export function parseFields<Schema extends z.ZodType>(
  endpoint: string,
  schema: Schema,
  answer: unknown,
): z.output<Schema> {
  const parsed = schema.safeParse(answer);
  if (!parsed.success) {
    const field = parsed.error.issues[0]?.path.join(".") ?? "";
    throw new MailcowError({ code: "unclear-answer", endpoint, detail: `unexpected content in "${field}"` });
  }
  return parsed.data;
}

/** Mailcow answers `{}` for an object that does not exist and for an empty list; `[]` in a few calls. */
export function isNothing(answer: unknown): boolean {
  return typeof answer === "object" && answer !== null && Object.keys(answer).length === 0;
}

/** @throws MailcowError `unclear-answer` when the answer is neither a list nor nothing */
export function readList(endpoint: string, answer: unknown): readonly unknown[] {
  if (isNothing(answer)) {
    return [];
  }
  if (!Array.isArray(answer)) {
    throw new MailcowError({ code: "unclear-answer", endpoint, detail: "not a list" });
  }
  return answer;
}
