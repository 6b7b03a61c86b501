import { Readable } from "node:stream";
import type { NextRequest } from "next/server";
import { downloadHeaders } from "@/lib/messages/download-headers";
import { getAttachment } from "@/lib/messages/get-attachment";
import { attachmentSchema } from "@/lib/messages/schema";
import { readFileRequest } from "../../../../read-file-request";

interface Context {
  readonly params: Promise<{ readonly folder: string; readonly messageId: string; readonly part: string }>;
}

/** One attachment as a file, streamed; never shown by the browser. */
export async function GET(request: NextRequest, { params }: Context): Promise<Response> {
  const { folder, messageId, part } = await params;
  const asked = await readFileRequest(request, folder, messageId);
  const partNumber = attachmentSchema.shape.partNumber.safeParse(part);
  if (!asked || !partNumber.success) return new Response(null, { status: 404 });
  const input = { ...asked.input, partNumber: partNumber.data };
  const attachment = await getAttachment(asked.context, asked.actor, input);
  if (!attachment.ok) {
    return new Response(null, {
      status: attachment.failure.reason === "mail-server-unavailable" ? 503 : 404,
    });
  }
  return new Response(Readable.toWeb(attachment.value.content) as ReadableStream<Uint8Array>, {
    headers: downloadHeaders(attachment.value.fileName),
  });
}
