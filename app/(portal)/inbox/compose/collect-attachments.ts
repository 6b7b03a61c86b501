import { buffer } from "node:stream/consumers";
import { fail, type Result, succeed } from "@/lib/errors/result";
import { getAttachment } from "@/lib/messages/get-attachment";
import { MAX_ATTACHMENT_BYTES, MAX_ATTACHMENTS } from "@/lib/sending/policy";
import type { NewAttachment } from "@/lib/sending/schema";
import type { OpenInbox } from "../open-inbox";
import { readReference } from "./file-reference";
import type { ComposeForm } from "./read-compose-form";

export type AttachmentProblem =
  | { readonly reason: "too-many-attachments"; readonly most: number }
  | { readonly reason: "too-large-to-send"; readonly mostBytes: number }
  | { readonly reason: "attachment-gone" }
  | { readonly reason: "mail-server-unavailable" };

/**
 * The files that are sent along: those the form brings, and those that lie in the mailbox and are fetched from there.
 * Never more in memory than one message may hold.
 */
export async function collectAttachments(
  { actor, context }: Pick<OpenInbox, "actor" | "context">,
  { mailboxId, kept, files }: ComposeForm,
): Promise<Result<readonly NewAttachment[], AttachmentProblem>> {
  if (kept.length + files.length > MAX_ATTACHMENTS) {
    return fail({ reason: "too-many-attachments", most: MAX_ATTACHMENTS });
  }
  const tooLarge = fail({ reason: "too-large-to-send", mostBytes: MAX_ATTACHMENT_BYTES } as const);
  let room = MAX_ATTACHMENT_BYTES - files.reduce((sum, { size }) => sum + size, 0);
  if (room < 0) return tooLarge;
  const collected: NewAttachment[] = [];
  for (const text of kept) {
    const reference = readReference(text);
    if (!reference) return fail({ reason: "attachment-gone" });
    const found = await getAttachment(context, actor, { mailboxId, ...reference });
    if (!found.ok) {
      const isAway = found.failure.reason === "mail-server-unavailable";
      return fail({ reason: isAway ? "mail-server-unavailable" : "attachment-gone" });
    }
    const content = await readAtMost(found.value.content, room);
    if (!content) return tooLarge;
    room -= content.length;
    collected.push({ fileName: found.value.fileName, mimeType: found.value.mimeType, content });
  }
  for (const file of files) {
    const content = new Uint8Array(await file.arrayBuffer());
    collected.push({ fileName: file.name, mimeType: file.type || "application/octet-stream", content });
  }
  return succeed(collected);
}

/** Null for more than that. */
async function readAtMost(source: AsyncIterable<Buffer>, mostBytes: number): Promise<Buffer | null> {
  let length = 0;
  async function* limited() {
    for await (const chunk of source) {
      length += chunk.length;
      if (length > mostBytes) return;
      yield chunk;
    }
  }
  const content = await buffer(limited());
  return length > mostBytes ? null : content;
}
