import { greetImapServer } from "@/lib/imap/greet-imap-server";
import { greetSmtpServer } from "@/lib/smtp/greet-smtp-server";
import type { Check, DoctorContext } from "../check";

/** Connects over TLS and reads the greeting; nobody logs in, so nothing can be banned. */
export async function checkImap({ settings }: Pick<DoctorContext, "settings">): Promise<Check> {
  const { imapHost: host, imapPort: port } = settings.mail;
  const { verifyTls, certificateAuthority } = settings.mailcow;
  const problem = await greetImapServer({ host, port, verifyTls, certificateAuthority });
  return report("IMAP", `${host}:${port}`, problem, "MAILCOW_IMAP_HOST and MAILCOW_IMAP_PORT");
}

export async function checkSmtp({ settings }: Pick<DoctorContext, "settings">): Promise<Check> {
  const { smtpHost: host, smtpPort: port } = settings.mail;
  const { verifyTls, certificateAuthority } = settings.mailcow;
  const problem = await greetSmtpServer({ host, port, verifyTls, certificateAuthority });
  return report("SMTP", `${host}:${port}`, problem, "MAILCOW_SMTP_HOST and MAILCOW_SMTP_PORT");
}

export async function checkWebmail({ settings, webmail }: DoctorContext): Promise<Check> {
  const problem = (await webmail.isReady()) ? null : "no page answers";
  const check = report("webmail", settings.mail.webmailUrl, problem, "WEBMAIL_URL");
  // Mail works without it.
  return check.state === "failed" ? { ...check, state: "warning" } : check;
}

function report(name: string, place: string, problem: string | null, setting: string): Check {
  const base = { group: "mail", name } as const;
  if (problem === null) return { ...base, state: "ok", seen: `${place} answers, certificate accepted` };
  return {
    ...base,
    state: "failed",
    seen: `${place}: ${problem}`,
    cause: "wrong host or port, a firewall, a certificate for another name, or the server is down",
    fix: `Check ${setting} from this machine; for a private certificate set MAILCOW_CA_FILE`,
  };
}
