import type { NextRequest } from "next/server";
import { findOwnMailbox } from "@/lib/mailboxes/queries";
import { requestRefresh } from "@/lib/mailboxes/request-refresh";
import { getPortalContext } from "@/lib/web/portal-context";
import { findSession } from "@/lib/web/require-session";
import { subscribeToChanges } from "@/lib/web/subscribe-to-changes";

/** Server-sent events for the open Mail page: "something of yours changed, ask again". */
export async function GET(request: NextRequest): Promise<Response> {
  const actor = await findSession();
  // 204 tells the browser's EventSource to stop asking (HTML, 9.2.3).
  if (!actor) return new Response(null, { status: 204 });
  return subscribeToChanges(actor, request.signal, async () => {
    // An open page has its numbers read again when they are older than a minute, like one that is visited.
    const context = await getPortalContext();
    const mailbox = await findOwnMailbox(context, actor, "read");
    if (mailbox) await requestRefresh(context, mailbox.id);
  });
}
