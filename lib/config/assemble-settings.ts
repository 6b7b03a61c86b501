import { randomBytes } from "node:crypto";
import type { EnvironmentValues } from "./environment-schema";
import { findOrMakeSecret } from "./find-or-make-secret";
import type { Settings } from "./settings";

/** What is known beside the parsed names. */
export interface Circumstances {
  readonly dataDir: string;
  readonly isSandbox: boolean;
  readonly certificateAuthority: string | null;
}

/** Fills in the defaults of every name that is unset; makes the secrets that are missing. */
export function assembleSettings(values: EnvironmentValues, circumstances: Circumstances): Settings {
  const { dataDir, isSandbox, certificateAuthority } = circumstances;
  const port = values.PORT ?? 3000;
  return {
    mailcow: {
      apiUrl: values.MAILCOW_API_URL,
      apiKey: values.MAILCOW_API_KEY,
      verifyTls: values.MAILCOW_VERIFY_SSL ?? true,
      certificateAuthority,
    },
    mail: mailSettings(values),
    domain: values.MAILCOW_DOMAIN,
    registrationMode: values.REGISTRATION_MODE ?? "open",
    mailbox: mailboxSettings(values),
    captcha: values.REGISTRATION_CAPTCHA ?? "when-busy",
    registrationsPerHour: values.REGISTRATIONS_PER_HOUR ?? 20,
    allowedPrivateHosts: values.ALLOWED_PRIVATE_HOSTS ?? [],
    databaseUrl: values.DATABASE_URL,
    dataDir,
    port,
    appUrl: (values.APP_URL ?? `http://localhost:${port}`).replace(/\/+$/, ""),
    logLevel: values.LOG_LEVEL ?? "info",
    trustedProxyHops: values.TRUSTED_PROXY_HOPS ?? 0,
    sessionSecret: values.NEXTAUTH_SECRET ?? findOrMakeSecret(dataDir, "session_secret", newSessionSecret),
    encryptionKeys: values.ENCRYPTION_KEYS ?? findOrMakeSecret(dataDir, "encryption_keys", newEncryptionKeys),
    metricsToken: values.METRICS_TOKEN,
    smtpUrl: values.SMTP_URL,
    emailFrom: values.EMAIL_FROM ?? `Pasture <noreply@${values.MAILCOW_DOMAIN ?? "localhost"}>`,
    isSandbox,
  };
}

function mailSettings(values: EnvironmentValues): Settings["mail"] {
  const apiHost = values.MAILCOW_API_URL ? new URL(values.MAILCOW_API_URL).hostname : null;
  const host = apiHost ?? (values.MAILCOW_DOMAIN ? `mail.${values.MAILCOW_DOMAIN}` : "localhost");
  return {
    imapHost: values.MAILCOW_IMAP_HOST ?? host,
    imapPort: values.MAILCOW_IMAP_PORT ?? 993,
    smtpHost: values.MAILCOW_SMTP_HOST ?? host,
    smtpPort: values.MAILCOW_SMTP_PORT ?? 587,
    webmailUrl: values.WEBMAIL_URL ?? `https://${host}/SOGo/`,
  };
}

function mailboxSettings(values: EnvironmentValues): Settings["mailbox"] {
  return {
    quotaMiB: values.MAILBOX_QUOTA_MB ?? 1024,
    tlsEnforced: values.MAILBOX_TLS_ENFORCE ?? true,
    forcePasswordUpdate: values.MAILBOX_FORCE_PW_UPDATE ?? false,
    passwordLength: values.PASSWORD_LENGTH ?? 16,
    temporaryQuotaMiB: values.DEFAULT_MAILBOX_QUOTA ?? 50,
    temporaryExpiryHours: values.MAILBOX_EXPIRY_HOURS ?? 24,
  };
}

const newSessionSecret = () => randomBytes(32).toString("base64url");
const newEncryptionKeys = () => `k1:${randomBytes(32).toString("base64")}`;
