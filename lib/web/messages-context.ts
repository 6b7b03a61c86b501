import "server-only";
import type { PortalContext } from "@/lib/context/portal-context";
import { hostRulesOf, IMAP_PORTS } from "@/lib/dns/host-rules";
import { resolvePublicHost } from "@/lib/dns/resolve-public-host";
import { createMailParser } from "@/lib/imap/create-mail-parser";
import { createMailSessions } from "@/lib/imap/create-mail-sessions";
import type { MessagesContext } from "@/lib/messages/messages-context";
import { getPortalContext } from "./portal-context";

const holder = globalThis as { pastureMessages?: Pick<MessagesContext, "mailSessions" | "mailParser"> };

/** What pages that show mail work with: the portal's means, and this process's one pool of connections and one parser. */
export async function getMessagesContext(): Promise<PortalContext & MessagesContext> {
  const context = await getPortalContext();
  const rules = hostRulesOf(context.settings, IMAP_PORTS);
  holder.pastureMessages ??= {
    mailSessions: createMailSessions({
      resolvePublicHost: (host, port) => resolvePublicHost(host, port, rules),
    }),
    mailParser: createMailParser(),
  };
  return { ...context, ...holder.pastureMessages };
}
