import type { ApiContext } from "@/lib/sandbox/api/api-context";
import { largestNewQuotaBytes } from "@/lib/sandbox/api/domain-answers";
import { findDomain, isTemporaryAliasAlive } from "@/lib/sandbox/find-records";
import type { MailboxRecord } from "@/lib/sandbox/mailbox-record";
import type { SandboxState } from "@/lib/sandbox/sandbox-state";

/** The entry of `get/mailbox/reduced`. */
export function describeMailboxBriefly(context: ApiContext, mailbox: MailboxRecord): Record<string, unknown> {
  return { ...describeBasics(context, mailbox), ...describeTags(mailbox) };
}

/** The answer of `get/mailbox/{address}` and the entry of `get/mailbox/all`. */
export function describeMailbox(context: ApiContext, mailbox: MailboxRecord): Record<string, unknown> {
  return {
    ...describeBasics(context, mailbox),
    ...describeLimits(context.state, mailbox),
    ...describeTags(mailbox),
  };
}

/** A mailbox without a usage row answers with nulls, because Mailcow joins that table inside. */
function describeBasics(context: ApiContext, mailbox: MailboxRecord): Record<string, unknown> {
  const usage = mailbox.hasUsageRow
    ? context.mail.readUsage(mailbox.username)
    : { usedBytes: 0, messages: null };
  const stored = mailbox.hasUsageRow;
  const percent = stored ? percentInUse(usage.usedBytes, mailbox.quotaBytes) : "- ";
  return {
    username: stored ? mailbox.username : null,
    active: stored ? mailbox.active : null,
    active_int: stored ? mailbox.active : null,
    domain: stored ? mailbox.domain : null,
    name: stored ? mailbox.name : null,
    local_part: stored ? mailbox.localPart : null,
    quota: stored ? mailbox.quotaBytes : null,
    messages: usage.messages,
    attributes: stored ? mailbox.attributes : null,
    custom_attributes: stored ? describeCustomAttributes(mailbox.customAttributes) : null,
    quota_used: usage.usedBytes,
    percent_in_use: percent,
    created: stored ? mailbox.created : null,
    modified: stored ? mailbox.modified : null,
    authsource: "mailcow",
    percent_class: percentClass(percent),
    last_imap_login: stored ? lastLogin(context.state, mailbox.username, "imap") : 0,
    last_smtp_login: stored ? lastLogin(context.state, mailbox.username, "smtp") : 0,
    last_pop3_login: stored ? lastLogin(context.state, mailbox.username, "pop3") : 0,
    last_sso_login: stored ? lastLogin(context.state, mailbox.username, "SSO") : 0,
  };
}

function describeLimits(state: SandboxState, mailbox: MailboxRecord): Record<string, unknown> {
  const domain = findDomain(state, mailbox.domain);
  const own = state.rateLimits[mailbox.username];
  if (!domain || !mailbox.hasUsageRow) {
    return {
      max_new_quota: 0,
      spam_aliases: 0,
      pushover_active: 0,
      rl: false,
      rl_scope: "domain",
      is_relayed: null,
      sender_acl: [],
    };
  }
  const temporary = state.temporaryAliases.filter(
    (alias) => alias.goto === mailbox.username && isTemporaryAliasAlive(alias),
  );
  return {
    max_new_quota: largestNewQuotaBytes(state, domain, mailbox.username),
    spam_aliases: temporary.length,
    pushover_active: 0,
    rl: own ?? state.rateLimits[mailbox.domain] ?? false,
    rl_scope: own ? "mailbox" : "domain",
    is_relayed: domain.backupmx,
    sender_acl: [],
  };
}

function describeTags(mailbox: MailboxRecord): Record<string, unknown> {
  return mailbox.tags.length > 0 && mailbox.hasUsageRow ? { tags: mailbox.tags } : {};
}

/** PHP writes an array whose keys are 0, 1, 2 … as a list, an empty one likewise. */
function describeCustomAttributes(pairs: readonly [string, unknown][]): unknown {
  const isList = pairs.every(([key], index) => key === String(index));
  return isList ? pairs.map(([, value]) => value) : Object.fromEntries(pairs);
}

function percentInUse(usedBytes: number, quotaBytes: number): number | "- " {
  return quotaBytes === 0 ? "- " : Math.round((usedBytes / quotaBytes) * 100);
}

function percentClass(percent: number | "- "): string {
  if (percent === "- ") return "info";
  if (percent >= 90) return "danger";
  return percent >= 75 ? "warning" : "success";
}

function lastLogin(state: SandboxState, username: string, service: string): number {
  const logins = state.logins.filter((login) => login.username === username && login.service === service);
  return Math.max(0, ...logins.map((login) => login.atSeconds));
}
