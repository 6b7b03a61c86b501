import { setImmediate } from "node:timers/promises";
import type { ApiContext, ChangeRoute } from "@/lib/sandbox/api/api-context";
import {
  type Attributes,
  type CallReport,
  functionLog,
  mailboxLog,
  type ReportMessage,
} from "@/lib/sandbox/api/call-report";
import { allocatedBytes, BYTES_PER_MIB, readTags } from "@/lib/sandbox/api/domain-answers";
import { toAsciiDomain } from "@/lib/sandbox/api/domain-routes";
import { flag, readAttributeHash, readFlags } from "@/lib/sandbox/api/mailbox-flags";
import { checkPassword } from "@/lib/sandbox/api/password-policy";
import { PhpFailure } from "@/lib/sandbox/api/php-failure";
import { intval, isEmpty, isValidAddress, strval } from "@/lib/sandbox/api/php-values";
import type { DomainRecord } from "@/lib/sandbox/domain-record";
import {
  findAlias,
  findAliasDomain,
  findDomain,
  findMailbox,
  findTemporaryAlias,
  listMailboxesOf,
} from "@/lib/sandbox/find-records";
import { hashPassword } from "@/lib/sandbox/hash-password";
import type { MailboxAttributes, MailboxRecord } from "@/lib/sandbox/mailbox-record";
import { nowInServerTime } from "@/lib/sandbox/server-time";

/**
 * Check, hash, insert: as in Mailcow the check and the insert are not one step, so of parallel adds of one
 * address all but the first fail with an empty answer, and a domain's limit can be overrun.
 */
export const addMailbox: ChangeRoute = async (context, call, report) => {
  const { state } = context;
  const { attributes } = call;
  const log = mailboxLog("add", "mailbox", attributes);
  const localPart = strval(attributes.local_part).trim().toLowerCase();
  const domainName = toAsciiDomain(attributes.domain);
  const username = `${localPart}@${domainName}`;

  const nameRefusal = findNameRefusal(context, username, domainName);
  if (nameRefusal) return report.refuse(log, nameRefusal);
  const domain = findDomain(state, domainName);
  if (!domain) return report.refuse(log, "access_denied");
  const { password } = attributes;
  if (!checkPassword(state.passwordPolicy, password, attributes.password2, report)) return;
  const limitRefusal = findLimitRefusal(context, domain, intval(attributes.quota));
  if (limitRefusal) return report.refuse(log, limitRefusal);

  const mailbox = draftMailbox(username, localPart, domain.name, attributes);
  if (mailbox.name.length > 255) throw new PhpFailure("Data too long for column 'name'");
  mailbox.hash = await hashPassword(password);
  await setImmediate();
  if (findMailbox(state, username)) throw new PhpFailure(`Duplicate entry '${username}' for key 'PRIMARY'`);

  state.mailboxes[username] = mailbox;
  state.creations[username] = (state.creations[username] ?? 0) + 1;
  state.nextAliasId += 1;
  saveRateLimit(context, username, attributes, report);
  report.succeed(log, ["mailbox_added", username]);
};

function findNameRefusal({ state }: ApiContext, username: string, domain: string): ReportMessage | null {
  if (!isValidAddress(username)) return "mailbox_invalid";
  if (findAliasDomain(state, domain)) return ["domain_not_found", domain];
  if (!findDomain(state, domain)) return "access_denied";
  if (findMailbox(state, username)) return ["object_exists", username];
  if (findAlias(state, username)) return ["is_alias", username];
  return findTemporaryAlias(state, username) ? ["is_spam_alias", username] : null;
}

/** Quota 0 means unlimited and passes every limit. */
function findLimitRefusal(
  { state }: ApiContext,
  domain: DomainRecord,
  quotaMiB: number,
): ReportMessage | null {
  const count = listMailboxesOf(state, domain.name).length;
  if (count >= domain.mailboxLimit) return ["max_mailbox_exceeded", count, domain.mailboxLimit];
  if (quotaMiB > domain.mailboxQuotaLimitMiB) return ["mailbox_quota_exceeded", domain.mailboxQuotaLimitMiB];
  const leftMiB = domain.quotaMiB - allocatedBytes(state, domain.name) / BYTES_PER_MIB;
  return quotaMiB > leftMiB ? ["mailbox_quota_left_exceeded", leftMiB] : null;
}

function draftMailbox(
  username: string,
  localPart: string,
  domain: string,
  attributes: Attributes,
): MailboxRecord {
  const now = nowInServerTime();
  return {
    username,
    localPart,
    domain,
    name: strval(attributes.name).replace(/>+$/, "").replace(/^<+/, ""),
    hash: "",
    quotaBytes: intval(attributes.quota) * BYTES_PER_MIB,
    active: attributes.active === undefined ? 1 : intval(attributes.active),
    created: now,
    modified: now,
    attributes: draftAttributes(attributes, now),
    customAttributes: [],
    tags: readTags(attributes.tags),
    senderAcl: [],
    hasUsageRow: true,
    hasAliasRow: true,
  };
}

/** The values of Mailcow's "Default" mailbox template stand in for what is absent. */
function draftAttributes(attributes: Attributes, now: string): MailboxAttributes {
  return {
    force_pw_update: "0",
    force_tfa: "0",
    tls_enforce_in: flag(attributes.tls_enforce_in ?? 0),
    tls_enforce_out: flag(attributes.tls_enforce_out ?? 0),
    sogo_access: "1",
    imap_access: "1",
    pop3_access: "1",
    smtp_access: "1",
    sieve_access: "1",
    eas_access: "1",
    dav_access: "1",
    relayhost: "0",
    passwd_update: now,
    mailbox_format: "maildir:",
    quarantine_notification: strval(attributes.quarantine_notification) || "hourly",
    quarantine_category: strval(attributes.quarantine_category) || "reject",
    ...readFlags(attributes),
    attribute_hash: readAttributeHash(attributes),
  };
}

function saveRateLimit(
  { state }: ApiContext,
  username: string,
  attributes: Attributes,
  report: CallReport,
): void {
  const value = strval(attributes.rl_value);
  const frame = strval(attributes.rl_frame) || "s";
  if (!isEmpty(value)) state.rateLimits[username] = { value, frame };
  const log = { object: username, rl_frame: frame, rl_value: value };
  report.succeed(functionLog("ratelimit", "edit", "mailbox", log), ["rl_saved", username]);
}
