import "server-only";
import type { PortalContext } from "@/lib/context/portal-context";
import type { MessagesContext } from "@/lib/messages/messages-context";
import { openMailReading } from "@/lib/messages/open-mail-reading";
import { holdMailReading } from "./mail-reading-holder";
import { getPortalContext } from "./portal-context";

/** What pages that show mail work with: the portal's means, and this process's one pool of connections and one parser. */
export async function getMessagesContext(): Promise<PortalContext & MessagesContext> {
  const context = await getPortalContext();
  const { mailSessions, mailParser } = holdMailReading(() => openMailReading(context));
  return { ...context, mailSessions, mailParser };
}
