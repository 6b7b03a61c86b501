import { attachmentSchema, folderKeySchema } from "@/lib/messages/schema";

/** Where an attachment lies, as the form carries it; whether it may be read is asked of the service. */
export function formatReference(folder: string, messageId: string, partNumber: string): string {
  return [messageId, partNumber, folder].join(" ");
}

export function readReference(text: string) {
  const [messageId = "", partNumber = "", ...folder] = text.split(" ");
  const parsed = attachmentSchema
    .pick({ messageId: true, partNumber: true })
    .extend({ folder: folderKeySchema })
    .safeParse({ messageId, partNumber, folder: folder.join(" ") });
  return parsed.success ? parsed.data : null;
}
