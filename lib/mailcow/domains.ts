import { z } from "zod";
import {
  flagField,
  isNothing,
  mibFromBytesField,
  numberField,
  parseFields,
  readList,
  tagsField,
  textField,
} from "@/lib/mailcow/answer-fields";
import { canonicalDomain } from "@/lib/mailcow/canonical-address";
import { confirmSuccess } from "@/lib/mailcow/confirm-success";
import type { MailcowClient } from "@/lib/mailcow/create-mailcow-client";
import { requireQuotaMiB } from "@/lib/mailcow/require-quota-mib";

export type MailcowDomain = {
  /** In ASCII (`xn--`) form. */
  readonly domain: string;
  readonly description: string;
  readonly active: boolean;
  readonly mailboxCount: number;
  readonly maximumMailboxCount: number;
  /** Negative when parallel additions overshot the limit. */
  readonly mailboxesLeft: number;
  readonly aliasCount: number;
  readonly maximumAliasCount: number;
  readonly aliasesLeft: number;
  readonly defaultMailboxQuotaMiB: number;
  readonly maximumMailboxQuotaMiB: number;
  readonly domainQuotaMiB: number;
  /** Sum of the quotas of its mailboxes; unlimited ones are not in it. */
  readonly allocatedMiB: number;
  /** The largest quota a further mailbox could get. */
  readonly largestNewMailboxQuotaMiB: number;
  readonly usedBytes: number;
  readonly messageCount: number;
  /** `YYYY-MM-DD hh:mm:ss` in the mail server's own time zone. */
  readonly createdAt: string;
  readonly tags: readonly string[];
};

export type DomainChanges = {
  readonly description?: string;
  readonly active?: boolean;
  readonly maximumMailboxCount?: number;
  readonly maximumAliasCount?: number;
  readonly defaultMailboxQuotaMiB?: number;
  readonly maximumMailboxQuotaMiB?: number;
  readonly domainQuotaMiB?: number;
};

/** What is absent comes from Mailcow's template: 10 mailboxes, 400 aliases, 3072/10240/10240 MiB. */
export type NewDomain = DomainChanges & { readonly domain: string; readonly tags?: readonly string[] };

const domainAnswer = z
  .object({
    domain_name: z.string(),
    description: textField,
    active: flagField,
    mboxes_in_domain: numberField,
    max_num_mboxes_for_domain: numberField,
    mboxes_left: numberField,
    aliases_in_domain: numberField,
    max_num_aliases_for_domain: numberField,
    aliases_left: numberField,
    def_quota_for_mbox: mibFromBytesField,
    max_quota_for_mbox: mibFromBytesField,
    max_quota_for_domain: mibFromBytesField,
    quota_used_in_domain: mibFromBytesField,
    max_new_mailbox_quota: mibFromBytesField,
    bytes_total: numberField,
    msgs_total: numberField,
    created: textField,
    tags: tagsField,
  })
  .transform(
    (domain): MailcowDomain => ({
      domain: domain.domain_name,
      description: domain.description,
      active: domain.active,
      mailboxCount: domain.mboxes_in_domain,
      maximumMailboxCount: domain.max_num_mboxes_for_domain,
      mailboxesLeft: domain.mboxes_left,
      aliasCount: domain.aliases_in_domain,
      maximumAliasCount: domain.max_num_aliases_for_domain,
      aliasesLeft: domain.aliases_left,
      defaultMailboxQuotaMiB: domain.def_quota_for_mbox,
      maximumMailboxQuotaMiB: domain.max_quota_for_mbox,
      domainQuotaMiB: domain.max_quota_for_domain,
      allocatedMiB: domain.quota_used_in_domain,
      largestNewMailboxQuotaMiB: domain.max_new_mailbox_quota,
      usedBytes: domain.bytes_total,
      messageCount: domain.msgs_total,
      createdAt: domain.created,
      tags: domain.tags,
    }),
  );

/**
 * Null for an alias domain too: Mailcow answers with the domain it points to, in which a mailbox of that name could
 * not be made.
 *
 * @throws MailcowError; RangeError for what is no ASCII domain name
 */
export async function findDomain(client: MailcowClient, domain: string): Promise<MailcowDomain | null> {
  const endpoint = "get/domain";
  const wanted = canonicalDomain(domain);
  const answer = await client.get(endpoint, [wanted], "read");
  if (isNothing(answer)) {
    return null;
  }
  const found = parseFields(endpoint, domainAnswer, answer);
  return found.domain === wanted ? found : null;
}

/** @throws MailcowError */
export async function listDomains(client: MailcowClient): Promise<readonly MailcowDomain[]> {
  const endpoint = "get/domain/all";
  return parseFields(
    endpoint,
    z.array(domainAnswer),
    readList(endpoint, await client.get(endpoint, [], "list")),
  );
}

/**
 * Also makes a 2048-bit DKIM key. SOGo learns of the domain only when it is restarted, which this does not do.
 *
 * @throws MailcowError, `rejected` with `domain_exists` for one that is there; RangeError before any call
 */
export async function addDomain(
  client: MailcowClient,
  { domain, tags, ...limits }: NewDomain,
): Promise<void> {
  const endpoint = "add/domain";
  const item = canonicalDomain(domain);
  const answer = await client.post(
    endpoint,
    { domain: item, active: "1", ...toAttributes(limits), ...(tags === undefined ? {} : { tags }) },
    "write",
  );
  confirmSuccess(endpoint, answer, [{ code: "domain_added", item }]);
}

/**
 * What is absent stays. Safe to repeat. An unknown domain is reported as `domain_invalid`.
 *
 * @throws MailcowError; RangeError before any call
 */
export async function editDomain(
  client: MailcowClient,
  domain: string,
  changes: DomainChanges,
): Promise<void> {
  const endpoint = "edit/domain";
  const item = canonicalDomain(domain);
  const answer = await client.post(endpoint, { items: [item], attr: toAttributes(changes) }, "write");
  confirmSuccess(endpoint, answer, [{ code: "domain_modified", item }]);
}

/**
 * Safe to repeat: Mailcow reports success for a domain that does not exist. One with mailboxes is refused with
 * `domain_not_empty`.
 *
 * @throws MailcowError
 */
export async function deleteDomain(client: MailcowClient, domain: string): Promise<void> {
  const endpoint = "delete/domain";
  const item = canonicalDomain(domain);
  const answer = await client.post(endpoint, [item], "delete");
  confirmSuccess(endpoint, answer, [{ code: "domain_removed", item }]);
}

function toAttributes(changes: DomainChanges): Record<string, string> {
  return {
    ...(changes.description === undefined ? {} : { description: changes.description }),
    ...(changes.active === undefined ? {} : { active: changes.active ? "1" : "0" }),
    ...optional("mailboxes", changes.maximumMailboxCount, requireCount),
    ...optional("aliases", changes.maximumAliasCount, requireCount),
    ...optional("defquota", changes.defaultMailboxQuotaMiB, requireQuotaMiB),
    ...optional("maxquota", changes.maximumMailboxQuotaMiB, requireQuotaMiB),
    ...optional("quota", changes.domainQuotaMiB, requireQuotaMiB),
  };
}

function optional(
  name: string,
  value: number | undefined,
  format: (value: number) => string,
): Record<string, string> {
  return value === undefined ? {} : { [name]: format(value) };
}

function requireCount(count: number): string {
  if (!Number.isSafeInteger(count) || count < 0) {
    throw new RangeError("A limit must be a whole number.");
  }
  return String(count);
}
