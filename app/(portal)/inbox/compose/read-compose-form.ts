import { z } from "zod";
import { textOf } from "@/app/form-answers";
import { folderKeySchema, messageIdSchema } from "@/lib/messages/schema";
import { MAX_ATTACHMENTS, MAX_BODY_CHARACTERS } from "@/lib/sending/policy";
import { sendingModes } from "@/lib/sending/schema";

const schema = z.object({
  mailboxId: z.uuid(),
  from: z.string().max(320),
  to: z.string().max(40_000),
  cc: z.string().max(40_000),
  bcc: z.string().max(40_000),
  subject: z.string().max(1_000),
  text: z.string().max(MAX_BODY_CHARACTERS),
  mode: z.enum(sendingModes),
  originalFolder: folderKeySchema.or(z.literal("")),
  originalId: z.string().max(30),
  draftId: z.string().max(30),
  clientKey: z.string().min(8).max(200),
});

/** The form as it came, before anything is made of it. */
export interface ComposeForm extends z.infer<typeof schema> {
  readonly thread: readonly string[];
  /** References to files in the mailbox. */
  readonly kept: readonly string[];
  readonly files: readonly File[];
}

/** Null for a form that no page of ours has. */
export function readComposeForm(form: FormData): ComposeForm | null {
  const fields = schema.safeParse({
    ...Object.fromEntries(Object.keys(schema.shape).map((name) => [name, textOf(form, name)])),
    // Browsers send a line break as two characters (HTML, 4.10.21.4).
    text: textOf(form, "text").replace(/\r\n?/g, "\n"),
    subject: textOf(form, "subject").replace(/\s+/g, " ").trim(),
  });
  if (!fields.success) return null;
  const files = form
    .getAll("files")
    .filter((value): value is File => value instanceof File && (value.size > 0 || value.name !== ""));
  return {
    ...fields.data,
    thread: textOf(form, "thread").split(" ").filter(Boolean).slice(0, 100),
    kept: form
      .getAll("keep")
      .filter((value) => typeof value === "string")
      .slice(0, MAX_ATTACHMENTS + 1),
    files: files.slice(0, MAX_ATTACHMENTS + 1),
  };
}

export function originalOf({ originalFolder, originalId }: ComposeForm) {
  const messageId = messageIdSchema.safeParse(originalId);
  return originalFolder && messageId.success
    ? { folder: originalFolder, messageId: messageId.data }
    : undefined;
}

export function draftOf({ draftId }: ComposeForm) {
  const messageId = messageIdSchema.safeParse(draftId);
  return messageId.success ? messageId.data : undefined;
}
