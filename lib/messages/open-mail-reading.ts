import type { PortalContext } from "@/lib/context/portal-context";
import { hostRulesOf, IMAP_PORTS } from "@/lib/dns/host-rules";
import { resolvePublicHost } from "@/lib/dns/resolve-public-host";
import { createMailParser } from "@/lib/imap/create-mail-parser";
import { createMailSessions } from "@/lib/imap/create-mail-sessions";
import type { MessagesContext } from "./messages-context";
import { countRefusedPasswords } from "./refused-password";

export interface MailReading extends Pick<MessagesContext, "mailSessions" | "mailParser"> {
  /** What is being read fails; nothing is begun any more. */
  close(): Promise<void>;
}

/** One pool of connections and one parser, for a process. Nothing is opened until first used. */
export function openMailReading(context: Pick<PortalContext, "settings" | "database">): MailReading {
  const rules = hostRulesOf(context.settings, IMAP_PORTS);
  const mailSessions = createMailSessions({
    resolvePublicHost: (host, port) => resolvePublicHost(host, port, rules),
    countRefusals: () => countRefusedPasswords(context),
  });
  const mailParser = createMailParser();
  return {
    mailSessions,
    mailParser,
    close: async () => {
      await mailSessions.close();
      await mailParser.close();
    },
  };
}
