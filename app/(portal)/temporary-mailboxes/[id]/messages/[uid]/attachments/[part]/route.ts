import { Readable } from "node:stream";
import { downloadHeaders } from "@/lib/messages/download-headers";
import { getAttachment } from "@/lib/messages/get-attachment";
import { attachmentSchema } from "@/lib/messages/schema";
import { getMessagesContext } from "@/lib/web/messages-context";
import { findMailboxOwner } from "@/lib/web/owner-secret-cookie";

interface Context {
  readonly params: Promise<{ readonly id: string; readonly uid: string; readonly part: string }>;
}

/** One attachment as a file, streamed; never shown by the browser. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const { actor, ownerSecret } = await findMailboxOwner();
  const { id, uid, part } = await params;
  const input = attachmentSchema.safeParse({ mailboxId: id, messageId: uid, partNumber: part, ownerSecret });
  if (!input.success) return new Response(null, { status: 404 });
  const attachment = await getAttachment(await getMessagesContext(), actor, input.data);
  if (!attachment.ok) {
    return new Response(null, {
      status: attachment.failure.reason === "mail-server-unavailable" ? 503 : 404,
    });
  }
  return new Response(Readable.toWeb(attachment.value.content) as ReadableStream<Uint8Array>, {
    headers: downloadHeaders(attachment.value.fileName),
  });
}
