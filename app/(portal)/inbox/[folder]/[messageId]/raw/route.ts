import { Readable } from "node:stream";
import type { NextRequest } from "next/server";
import { downloadHeaders } from "@/lib/messages/download-headers";
import { getRawMessage } from "@/lib/messages/get-raw-message";
import { readFileRequest } from "../../../read-file-request";

interface Context {
  readonly params: Promise<{ readonly folder: string; readonly messageId: string }>;
}

/** The whole message as a file, streamed. */
export async function GET(request: NextRequest, { params }: Context): Promise<Response> {
  const { folder, messageId } = await params;
  const asked = await readFileRequest(request, folder, messageId);
  if (!asked) return new Response(null, { status: 404 });
  const raw = await getRawMessage(asked.context, asked.actor, asked.input);
  if (!raw.ok) {
    return new Response(null, { status: raw.failure.reason === "mail-server-unavailable" ? 503 : 404 });
  }
  return new Response(Readable.toWeb(raw.value.content) as ReadableStream<Uint8Array>, {
    headers: downloadHeaders(`message-${messageId}.eml`),
  });
}
