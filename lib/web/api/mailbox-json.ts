import { z } from "zod";
import type { Settings } from "@/lib/config/settings";
import type { MailboxView } from "@/lib/mailboxes/mail-page";
import { mailboxReasons, mailboxStates } from "@/lib/mailboxes/schema";

const BYTES_PER_MIB = 1_048_576;

export const instant = z.iso.datetime().meta({ example: "2026-11-21T10:15:00.000Z" });
export const mailboxStatus = z.enum(mailboxStates).meta({ example: "active" });
export const mailboxReason = z.enum(mailboxReasons);
export const quotaUsed = z
  .number()
  .min(0)
  .nullable()
  .meta({ description: "MiB; null until the mail server was asked for the first time", example: 12.5 });
export const messageCount = z.number().int().min(0).nullable().meta({ example: 42 });
export const asOf = instant.nullable().meta({ description: "When the mail server said so" });

export const mailboxJson = z.strictObject({
  email: z.string().meta({ example: "ada@example.org" }),
  status: mailboxStatus,
  quota: z.string().meta({ description: '`"<MiB> MB"`, or `"unlimited"`', example: "1024 MB" }),
  quota_used_mb: quotaUsed,
  messages: messageCount,
  webmail_url: z.url().meta({ example: "https://mail.example.org/SOGo/" }),
  imap_server: z.string().meta({ example: "mail.example.org" }),
  smtp_server: z.string().meta({ example: "mail.example.org" }),
  imap_port: z.number().int().meta({ example: 993 }),
  smtp_port: z.number().int().meta({ example: 587 }),
  as_of: asOf,
});
export type MailboxJson = z.infer<typeof mailboxJson>;

export function toMailboxJson(mailbox: MailboxView, mail: Settings["mail"]): MailboxJson {
  return {
    email: mailbox.address,
    status: mailbox.state,
    quota: mailbox.quotaMiB === 0 ? "unlimited" : `${mailbox.quotaMiB} MB`,
    quota_used_mb: toMiB(mailbox.usedBytes),
    messages: mailbox.messageCount,
    webmail_url: mail.webmailUrl,
    imap_server: mail.imapHost,
    smtp_server: mail.smtpHost,
    imap_port: mail.imapPort,
    smtp_port: mail.smtpPort,
    as_of: toInstant(mailbox.asOf),
  };
}

/** MiB with two decimals. */
export function toMiB(bytes: number | null): number | null {
  return bytes === null ? null : Math.round((bytes / BYTES_PER_MIB) * 100) / 100;
}

export function toInstant(date: Date | null): string | null {
  return date === null ? null : date.toISOString();
}
