import { htmlToText } from "@/lib/messages/html-to-text";
import type { MessageSummary, MessageView } from "@/lib/messages/schema";

/** More than an agent reads with profit. */
const MOST_CHARACTERS = 50_000;

/** Of a list. All of it is a stranger's word but the id, the time of arrival and the flags. */
export function showSummary(message: MessageSummary) {
  return {
    id: message.id,
    from: message.from && { name: message.from.name, address: message.from.address },
    subject: message.subject,
    received_at: message.receivedAt?.toISOString() ?? null,
    is_seen: message.isSeen,
    has_attachments: message.hasAttachments,
  };
}

/** As text: what HTML hides or draws is no use to an agent. Files by name only. */
export function showMessage(message: MessageView) {
  const text = message.text ?? (message.html === null ? "" : htmlToText(message.html));
  return {
    ...showSummary(message),
    to: message.to.map((person) => person.address),
    cc: message.cc.map((person) => person.address),
    text: text.slice(0, MOST_CHARACTERS),
    is_cut: message.isCut || text.length > MOST_CHARACTERS,
    one_time_code: message.oneTimeCode,
    attachments: message.attachments.map(({ fileName, mimeType }) => ({
      file_name: fileName,
      mime_type: mimeType,
    })),
  };
}
