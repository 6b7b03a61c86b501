import type { Check, DoctorContext } from "../check";

/** The configuration in force, without secrets. */
export function describeSettings({ settings }: Pick<DoctorContext, "settings">): Check {
  const { mailcow, mail, mailbox } = settings;
  const lines = [
    settings.isSandbox ? "sandbox (MAILCOW_API_URL is not set)" : `Mailcow ${mailcow.apiUrl ?? ""}`,
    `domain ${settings.domain ?? "none"}`,
    `registration ${settings.registrationMode}`,
    `IMAP ${mail.imapHost}:${mail.imapPort}`,
    `SMTP ${mail.smtpHost}:${mail.smtpPort}`,
    `webmail ${mail.webmailUrl}`,
    `quota ${mailbox.quotaMiB} MiB`,
    `portal ${settings.appUrl}`,
    `database ${settings.databaseUrl ? "from DATABASE_URL" : "embedded"}`,
    `data in ${settings.dataDir}`,
    `trusted proxies ${settings.trustedProxyHops}`,
  ];
  const base = { group: "portal", name: "settings", seen: lines.join("; ") } as const;
  if (settings.domain === null) {
    return {
      ...base,
      state: "warning",
      cause: "MAILCOW_DOMAIN is not set, so nobody can register",
      fix: "Set MAILCOW_DOMAIN to a domain that Mailcow hosts",
    };
  }
  if (!mailcow.verifyTls) {
    return {
      ...base,
      state: "warning",
      cause: "MAILCOW_VERIFY_SSL is false: whoever answers in Mailcow's place gets its key",
      fix: "Give the certificate of Mailcow's authority as MAILCOW_CA_FILE and remove MAILCOW_VERIFY_SSL",
    };
  }
  return { ...base, state: "ok" };
}
