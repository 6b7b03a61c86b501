import { Readable } from "node:stream";
import { downloadHeaders } from "@/lib/messages/download-headers";
import { getRawMessage } from "@/lib/messages/get-raw-message";
import { messageSchema } from "@/lib/messages/schema";
import { getMessagesContext } from "@/lib/web/messages-context";
import { findMailboxOwner } from "@/lib/web/owner-secret-cookie";

interface Context {
  readonly params: Promise<{ readonly id: string; readonly uid: string }>;
}

/** The whole message as a file, streamed. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const { actor, ownerSecret } = await findMailboxOwner();
  const { id, uid } = await params;
  const input = messageSchema.safeParse({ mailboxId: id, messageId: uid, ownerSecret });
  if (!input.success) return new Response(null, { status: 404 });
  const raw = await getRawMessage(await getMessagesContext(), actor, input.data);
  if (!raw.ok) {
    return new Response(null, { status: raw.failure.reason === "mail-server-unavailable" ? 503 : 404 });
  }
  return new Response(Readable.toWeb(raw.value.content) as ReadableStream<Uint8Array>, {
    headers: downloadHeaders(`message-${uid}.eml`),
  });
}
