/** What `pasture up` has started. */
export interface RunningPortal {
  readonly url: string;
  /** One-time link to make the first admin; null once there is one. */
  readonly setupLink: string | null;
  readonly mail: PortalMail;
}

export type PortalMail = RunningSandbox | UsedMailcow;

interface Peer {
  readonly host: string;
  readonly port: number;
}

interface RunningSandbox {
  readonly kind: "sandbox";
  readonly apiUrl: string;
  readonly domain: string;
  readonly engine: "dovecot" | "memory" | "none";
  readonly imap: Peer | null;
  readonly smtp: Peer | null;
}

interface UsedMailcow {
  readonly kind: "mailcow";
  readonly apiUrl: string;
  readonly domain: string | null;
}

const INDENT = "\n          ";

/** The lines an operator reads when everything runs. */
export function describePortal(portal: RunningPortal, tookMs: number): string {
  return [
    `Pasture runs on ${portal.url} (${(tookMs / 1000).toFixed(1)} s)`,
    ...(portal.setupLink ? [`First admin: ${portal.setupLink} (works once, for one hour)`] : []),
    ...(portal.mail.kind === "sandbox" ? describeSandbox(portal.mail) : describeMailcow(portal.mail)),
    "Ctrl-C stops everything.",
  ].join(INDENT);
}

function describeSandbox({ engine, domain, imap }: RunningSandbox): string[] {
  const first = `Sandbox: no MAILCOW_API_URL is set, so a look-alike answers, with addresses @${domain}.`;
  if (engine === "dovecot") return [first, `Its mail is real: Dovecot, IMAPS on port ${imap?.port}.`];
  return [
    first,
    "Its mail is kept in memory only. For a real mail server beside it: apt install dovecot-imapd dovecot-lmtpd",
  ];
}

function describeMailcow({ apiUrl, domain }: UsedMailcow): string[] {
  return [`Mailcow: ${apiUrl}${domain ? `, addresses @${domain}` : ""}`];
}
