import { Readable } from "node:stream";
import type { Actor } from "@/lib/context/actor";
import { type Result, succeed } from "@/lib/errors/result";
import { ImapError } from "@/lib/imap/imap-error";
import { findInbox } from "./find-inbox";
import type { MessagesContext } from "./messages-context";
import { CHUNK_BYTES } from "./policy";
import { ownsMessage, readFolder } from "./read-inbox";
import type { MessageFailure, MessageInput } from "./schema";

export interface RawMessage {
  readonly sizeBytes: number;
  /** The message as the server holds it; ends with an error when the mail server goes away. */
  readonly content: Readable;
}

/**
 * The whole message, byte for byte. It is fetched piece by piece as it is read, so a slow reader holds neither
 * memory nor the mailbox's connection.
 */
export async function getRawMessage(
  context: MessagesContext,
  actor: Actor,
  input: MessageInput,
): Promise<Result<RawMessage, MessageFailure>> {
  const inbox = await findInbox(context, actor, input, "read");
  if (!inbox.ok) return inbox;
  const { messageId } = input;
  const found = await readFolder(context, inbox.value, input.folder, async (session) => {
    const message = await ownsMessage(context, inbox.value, session, messageId);
    return message.ok ? succeed({ ...message.value, folder: session.folder }) : message;
  });
  if (!found.ok) return found;
  const { sizeBytes, folder } = found.value;
  const fetch = (start: number) =>
    context.mailSessions.use(
      inbox.value.account,
      async (session) =>
        session.uidValidity === messageId.uidValidity
          ? session.fetchSource(messageId.uid, { start, maxBytes: CHUNK_BYTES })
          : null,
      { folder },
    );
  return succeed({ sizeBytes, content: Readable.from(readChunks(fetch)) });
}

export type ChunkSource = (start: number) => Promise<Buffer | null>;

export async function* readChunks(fetch: ChunkSource): AsyncGenerator<Buffer> {
  let start = 0;
  for (;;) {
    const chunk = await fetch(start);
    if (!chunk) throw new ImapError("cut-off", "the message went away while it was read");
    if (chunk.length > 0) yield chunk;
    start += chunk.length;
    if (chunk.length < CHUNK_BYTES) return;
  }
}
