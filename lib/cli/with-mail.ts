import type { PortalContext } from "@/lib/context/portal-context";
import type { MessagesContext } from "@/lib/messages/messages-context";
import { openMailReading } from "@/lib/messages/open-mail-reading";
import { withPortal } from "./open-command-context";

/** {@link withPortal}, with connections to the mail server that end with the work. */
export function withMail<Value>(work: (context: PortalContext & MessagesContext) => Promise<Value>) {
  return withPortal(async (context) => {
    const reading = openMailReading(context);
    const { mailSessions, mailParser } = reading;
    try {
      return await work({ ...context, mailSessions, mailParser });
    } finally {
      await reading.close();
    }
  });
}
