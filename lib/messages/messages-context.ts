import type { PortalContext } from "@/lib/context/portal-context";
import type { MailParser } from "@/lib/imap/mail-parser";
import type { MailSessions } from "@/lib/imap/mail-sessions";

/** What reading mail takes: the portal's means, the connections, and the thread that reads. */
export interface MessagesContext extends Pick<PortalContext, "database" | "keyring" | "settings"> {
  readonly mailSessions: MailSessions;
  readonly mailParser: MailParser;
}
