import { skeletonOf } from "./address";

/**
 * Names nobody may register. RFC 2142 role names; the five a certificate authority accepts as proof of owning
 * a domain (CA/Browser Forum BR 3.2.2.4.4); names that mail software or people take for the operator.
 */
const RESERVED = [
  ..."abuse admin administrator administrators hostmaster postmaster root webmaster".split(" "),
  ..."ftp hostmaster info list mailer-daemon marketing news noc sales security support usenet uucp www".split(
    " ",
  ),
  ..."accounts autoconfig autodiscover autoreply billing bounce bounces contact daemon dkim dmarc".split(" "),
  ..."dmarc-reports do-not-reply donotreply financial finance help helpdesk hr imap invoice invoices it".split(
    " ",
  ),
  ..."legal localhost mail mailcow mailer mailserver moderator mta-sts no-reply noreply nobody null".split(
    " ",
  ),
  ..."office official operator owner pasture payment payments pop pop3 privacy reply service smtp sogo".split(
    " ",
  ),
  ..."staff superuser sysadmin sysop system team tls-rpt tlsrpt trust undisclosed-recipients user username".split(
    " ",
  ),
  ..."vmail webmail wpad www-data".split(" "),
  ..."cert certadmin certificate certificates certs ssl ssladmin ssladministrator sslwebmaster tls".split(
    " ",
  ),
];

const RESERVED_SKELETONS = new Set(RESERVED.map(skeletonOf));

/**
 * Compared by skeleton, whole and with less and less of a number behind it: `Adm1n`, `post.master`, `admin-2` and
 * `ss1-2` are reserved as well.
 */
export function isReservedName(localPart: string): boolean {
  const number = /[0-9._-]*$/.exec(localPart)?.[0] ?? "";
  return Array.from({ length: number.length + 1 }, (_, cut) =>
    localPart.slice(0, localPart.length - cut),
  ).some((name) => RESERVED_SKELETONS.has(skeletonOf(name)));
}
