import type { ApiContext } from "@/lib/sandbox/api/api-context";
import { toList } from "@/lib/sandbox/api/php-values";
import type { DomainRecord } from "@/lib/sandbox/domain-record";
import { findMailbox, listMailboxesOf } from "@/lib/sandbox/find-records";
import type { SandboxState } from "@/lib/sandbox/sandbox-state";

export const BYTES_PER_MIB = 1_048_576;

/** Mailcow's view of a domain: limits and sums in bytes, sums as strings, `tags` left out when there are none. */
export function describeDomain({ state, mail }: ApiContext, domain: DomainRecord): Record<string, unknown> {
  const mailboxes = listMailboxesOf(state, domain.name).filter((mailbox) => mailbox.hasUsageRow);
  const mailboxCount = listMailboxesOf(state, domain.name).length;
  const usages = mailboxes.map((mailbox) => mail.readUsage(mailbox.username));
  const usedBytes = usages.reduce((sum, usage) => sum + usage.usedBytes, 0);
  const messages = usages.reduce((sum, usage) => sum + usage.messages, 0);
  const aliasCount = countAliases(state, domain.name);
  const largestNewQuota = largestNewQuotaBytes(state, domain);
  return {
    max_new_mailbox_quota: largestNewQuota,
    def_new_mailbox_quota: Math.min(domain.defaultQuotaMiB * BYTES_PER_MIB, largestNewQuota),
    quota_used_in_domain: String(allocatedBytes(state, domain.name)),
    bytes_total: usedBytes === 0 ? 0 : String(usedBytes),
    msgs_total: messages === 0 ? 0 : String(messages),
    mboxes_in_domain: mailboxCount,
    mboxes_left: domain.mailboxLimit - mailboxCount,
    domain_name: domain.name,
    domain_h_name: domain.name,
    description: domain.description,
    max_num_aliases_for_domain: domain.aliasLimit,
    max_num_mboxes_for_domain: domain.mailboxLimit,
    def_quota_for_mbox: domain.defaultQuotaMiB * BYTES_PER_MIB,
    max_quota_for_mbox: domain.mailboxQuotaLimitMiB * BYTES_PER_MIB,
    max_quota_for_domain: domain.quotaMiB * BYTES_PER_MIB,
    relayhost: domain.relayhost,
    backupmx: domain.backupmx,
    backupmx_int: domain.backupmx,
    gal: domain.gal,
    gal_int: domain.gal,
    rl: state.rateLimits[domain.name] ?? false,
    active: domain.active,
    active_int: domain.active,
    relay_all_recipients: domain.relayAllRecipients,
    relay_all_recipients_int: domain.relayAllRecipients,
    relay_unknown_only: domain.relayUnknownOnly,
    relay_unknown_only_int: domain.relayUnknownOnly,
    created: domain.created,
    modified: domain.modified,
    aliases_in_domain: aliasCount,
    aliases_left: domain.aliasLimit - aliasCount,
    domain_admins: "-",
    ...(domain.tags.length > 0 ? { tags: domain.tags } : {}),
  };
}

/** What quotas promise, not what is used; unlimited mailboxes count nothing. */
export function allocatedBytes(state: SandboxState, domain: string, exceptUsername?: string): number {
  return Object.values(state.mailboxes)
    .filter((mailbox) => mailbox.domain === domain && mailbox.username !== exceptUsername)
    .reduce((sum, mailbox) => sum + mailbox.quotaBytes, 0);
}

export function largestNewQuotaBytes(
  state: SandboxState,
  domain: DomainRecord,
  exceptUsername?: string,
): number {
  const left = domain.quotaMiB * BYTES_PER_MIB - allocatedBytes(state, domain.name, exceptUsername);
  return Math.min(left, domain.mailboxQuotaLimitMiB * BYTES_PER_MIB);
}

export function countAliases(state: SandboxState, domain: string): number {
  const domains = new Set([
    domain,
    ...state.aliasDomains.filter((entry) => entry.targetDomain === domain).map((entry) => entry.aliasDomain),
  ]);
  return state.aliases.filter((alias) => domains.has(alias.domain) && !findMailbox(state, alias.address))
    .length;
}

/** Mailcow searches tags with LIKE %..%: a part of a tag matches. */
export function hasTagLike(tags: readonly string[], wanted: readonly string[]): boolean {
  return wanted.some((part) => tags.some((tag) => tag.toLowerCase().includes(part.toLowerCase())));
}

/** The tags of an input; a string instead of a list is dropped without a word. */
export function readTags(value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  return [...new Set(toList(value).map((tag) => String(tag).trim()))].filter((tag) => tag !== "");
}
