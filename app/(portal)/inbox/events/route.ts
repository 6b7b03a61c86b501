import type { NextRequest } from "next/server";
import { listOwnMailboxes } from "@/lib/mailboxes/list-own-mailboxes";
import { folderKeySchema } from "@/lib/messages/schema";
import { getPortalContext } from "@/lib/web/portal-context";
import { findSession } from "@/lib/web/require-session";
import { subscribeToInbox } from "@/lib/web/subscribe-to-inbox";

/** Server-sent events for an open folder: "look again". */
export async function GET(request: NextRequest): Promise<Response> {
  const actor = await findSession();
  const search = request.nextUrl.searchParams;
  const folder = folderKeySchema.safeParse(search.get("folder") ?? "inbox");
  const mailboxes = actor ? await listOwnMailboxes(await getPortalContext(), actor) : [];
  const named = search.get("mailbox");
  const mailbox = named ? mailboxes.find(({ id }) => id === named) : mailboxes[0];
  // 204 tells the browser's EventSource to stop asking (HTML, 9.2.3).
  if (!actor || !mailbox || !folder.success) return new Response(null, { status: 204 });
  return subscribeToInbox(actor, { mailboxId: mailbox.id, folder: folder.data }, request.signal);
}
