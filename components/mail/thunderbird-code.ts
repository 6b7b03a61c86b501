import type { MailSettings } from "@/lib/mailboxes/queries";

/** Numbers of Thunderbird's account QR code, version 1. */
const FORMAT_VERSION = 1;
const PART = [1, 1] as const;
const INCOMING_IMAP = 0;
const OUTGOING_SMTP = 0;
const SECURITY = { STARTTLS: 2, "SSL/TLS": 3 } as const;
const PASSWORD_CLEARTEXT = 1;

/**
 * What Thunderbird for Android reads from a QR code to set up an account, without the password: the person types
 * that on the phone. Source: Thunderbird, "Export for Mobile", JSON array of version 1.
 */
export function thunderbirdCode(settings: MailSettings, displayName: string): string {
  const incoming = [
    INCOMING_IMAP,
    settings.imapHost,
    settings.imapPort,
    SECURITY[settings.imapSecurity],
    PASSWORD_CLEARTEXT,
    settings.username,
  ];
  const outgoing = [
    OUTGOING_SMTP,
    settings.smtpHost,
    settings.smtpPort,
    SECURITY[settings.smtpSecurity],
    PASSWORD_CLEARTEXT,
    settings.username,
  ];
  const identity = [settings.username, displayName || settings.username];
  return JSON.stringify([FORMAT_VERSION, PART, incoming, [[outgoing, identity]]]);
}
