import { createMailcowClient, type MailcowClientOptions } from "@/lib/mailcow/create-mailcow-client";
import { createWebmail } from "@/lib/webmail/probe-webmail";
import { type Closable, type ContextOptions, createPortalContext } from "./create-portal-context";
import type { WorkerContext } from "./portal-context";

/**
 * With the Mailcow key: for the worker and the CLI only.
 * @throws {Error} when no key is known.
 */
export function createWorkerContext(
  options: ContextOptions,
  client: Partial<MailcowClientOptions> = {},
): WorkerContext & Closable {
  const portal = createPortalContext(options);
  const { mailcow: server, mail } = options.settings;
  if (!server.apiUrl || !server.apiKey) throw new Error("MAILCOW_API_URL and its key are not set");
  const mailcow = createMailcowClient({
    baseUrl: server.apiUrl,
    apiKey: server.apiKey,
    verifyTls: server.verifyTls,
    ...(server.certificateAuthority ? { certificateAuthority: server.certificateAuthority } : {}),
    ...client,
  });
  const webmail = createWebmail({
    url: mail.webmailUrl,
    verifyTls: server.verifyTls,
    certificateAuthority: server.certificateAuthority,
  });
  return {
    ...portal,
    mailcow,
    webmail,
    close: async () => {
      await Promise.all([mailcow.close(), webmail.close()]);
      await portal.close();
    },
  };
}
