import { randomUUID } from "node:crypto";
import { buffer } from "node:stream/consumers";
import type { Result } from "@/lib/errors/result";
import { saveDraft } from "@/lib/messages/save-draft";
import { formatMessageId, type MessageFailure } from "@/lib/messages/schema";
import { composeMessage } from "@/lib/sending/compose-message";
import { writeDraftHeader } from "@/lib/sending/draft-header";
import { parseRecipients } from "@/lib/sending/parse-recipients";
import type { NewAttachment, Recipient } from "@/lib/sending/schema";
import type { OpenInbox } from "../open-inbox";
import { type ComposeForm, draftOf, originalOf } from "./read-compose-form";

interface DraftParts {
  readonly from: Recipient;
  readonly attachments: readonly NewAttachment[];
}

/** Keeps what was written so far among the drafts, in place of what was kept before. Nothing in it has to be finished. */
export async function writeDraft(
  { actor, context }: Pick<OpenInbox, "actor" | "context">,
  form: ComposeForm,
  { from, attachments }: DraftParts,
): Promise<Result<{ readonly messageId: string | null }, MessageFailure>> {
  const to = readRecipients(form.to);
  const cc = readRecipients(form.cc);
  const bcc = readRecipients(form.bcc);
  const domain = from.address.slice(from.address.lastIndexOf("@") + 1);
  const original = originalOf(form);
  const message = composeMessage({
    head: { from, to: to.recipients, cc: cc.recipients, subject: form.subject },
    messageIdHeader: `<${randomUUID()}@${domain}>`,
    date: new Date(),
    text: form.text,
    html: null,
    attachments,
    thread:
      form.thread.length > 0
        ? { messageIdHeader: form.thread.at(-1) ?? null, references: form.thread.slice(0, -1) }
        : null,
  });
  const note = writeDraftHeader({
    mode: form.mode,
    original: original ? { folder: original.folder, messageId: formatMessageId(original.messageId) } : null,
    unfinished: { to: to.unfinished, cc: cc.unfinished, bcc: bcc.unfinished },
  });
  const hidden = bcc.recipients.map(({ address }) => address).join(",\r\n ");
  const head = Buffer.from(`${note}${hidden ? `Bcc: ${hidden}\r\n` : ""}`);
  const content = Buffer.concat([head, await buffer(message)]);
  return saveDraft(context, actor, { mailboxId: form.mailboxId, content, replaces: draftOf(form) });
}

/** Half an address is kept as it was typed, apart from the headers. */
function readRecipients(text: string): {
  readonly recipients: readonly Recipient[];
  readonly unfinished: string | undefined;
} {
  const parsed = parseRecipients(text);
  return parsed.ok
    ? { recipients: parsed.value, unfinished: undefined }
    : { recipients: [], unfinished: text };
}
