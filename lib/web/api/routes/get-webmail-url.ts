import { z } from "zod";
import { fail } from "@/lib/errors/result";
import { getMailPage } from "@/lib/mailboxes/queries";
import { defineRoute, reply } from "../define-route";
import { mailboxJson } from "../mailbox-json";

const { webmail_url, imap_server, imap_port, smtp_server, smtp_port } = mailboxJson.shape;

export const getWebmailUrl = defineRoute({
  method: "GET",
  path: "/api/v1/mailbox/webmail-url",
  tag: "Mailbox",
  summary: "Webmail and the settings for mail programs",
  scope: "mailbox:read",
  reach: "mailbox",
  output: z.strictObject({
    webmail_url,
    settings: z.strictObject({
      username: z.string().meta({ example: "ada@example.org" }),
      imap_server,
      imap_port,
      imap_security: z.literal("SSL/TLS"),
      smtp_server,
      smtp_port,
      smtp_security: z.enum(["STARTTLS", "SSL/TLS"]),
    }),
  }),
  successes: { 200: "Where to read mail" },
  failures: ["no-mailbox"],
  handle: async ({ context, actor }) => {
    const { mailbox, settings, webmailUrl } = await getMailPage(context, actor);
    if (!mailbox) return fail({ reason: "no-mailbox" });
    return reply(200, {
      webmail_url: webmailUrl,
      settings: {
        username: settings.username,
        imap_server: settings.imapHost,
        imap_port: settings.imapPort,
        imap_security: settings.imapSecurity,
        smtp_server: settings.smtpHost,
        smtp_port: settings.smtpPort,
        smtp_security: settings.smtpSecurity,
      },
    });
  },
});
