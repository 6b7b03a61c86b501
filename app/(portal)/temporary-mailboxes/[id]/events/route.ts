import type { NextRequest } from "next/server";
import { readMailboxId } from "@/app/temporary-desk/read-mailbox-id";
import { findMailboxOwner } from "@/lib/web/owner-secret-cookie";
import { subscribeToMailbox } from "@/lib/web/subscribe-to-mailbox";

interface Context {
  readonly params: Promise<{ readonly id: string }>;
}

/** Server-sent events for an open address, of people with an account and of visitors alike. */
export async function GET(request: NextRequest, { params }: Context): Promise<Response> {
  const owner = await findMailboxOwner();
  const stream = await subscribeToMailbox(owner, readMailboxId((await params).id), request.signal);
  // 204 tells the browser's EventSource to stop asking (HTML, 9.2.3).
  return stream ?? new Response(null, { status: 204 });
}
