import type { NextRequest } from "next/server";
import { findSession } from "@/lib/web/require-session";
import { subscribeToChanges } from "@/lib/web/subscribe-to-changes";

/** Server-sent events for the open list: "look again". */
export async function GET(request: NextRequest): Promise<Response> {
  const actor = await findSession();
  // 204 tells the browser's EventSource to stop asking (HTML, 9.2.3).
  if (!actor) return new Response(null, { status: 204 });
  return subscribeToChanges(actor, request.signal);
}
