import { domainToASCII } from "node:url";
import { answerJson, answerListOrNothing } from "@/lib/sandbox/api/api-answer";
import type { ApiContext, ChangeRoute, GetRoute } from "@/lib/sandbox/api/api-context";
import { type Attributes, functionLog, mailboxLog, type ReportMessage } from "@/lib/sandbox/api/call-report";
import { createDkim } from "@/lib/sandbox/api/dkim-routes";
import {
  allocatedBytes,
  BYTES_PER_MIB,
  countAliases,
  describeDomain,
  hasTagLike,
  readTags,
} from "@/lib/sandbox/api/domain-answers";
import { PhpFailure } from "@/lib/sandbox/api/php-failure";
import { intval, isEmpty, isValidDomain, strval, toList } from "@/lib/sandbox/api/php-values";
import type { DomainRecord } from "@/lib/sandbox/domain-record";
import { findAliasDomain, findDomain, findDomainOrTarget, listMailboxesOf } from "@/lib/sandbox/find-records";
import type { SandboxState } from "@/lib/sandbox/sandbox-state";
import { nowInServerTime } from "@/lib/sandbox/server-time";

export const getDomain: GetRoute = (context, call) => {
  if (call.object === "all") return listDomains(context, call.query.get("tags"));
  const domain = findDomainOrTarget(context.state, toAsciiDomain(call.object));
  return answerJson(domain ? describeDomain(context, domain) : {});
};

export const addDomain: ChangeRoute = async ({ state }, call, report) => {
  const log = mailboxLog("add", "domain", call.attributes);
  const name = toAsciiDomain(call.attributes.domain);
  const domain = draftDomain(name, call.attributes);
  const refusal = findAddRefusal(state, domain);
  if (refusal) return report.refuse(log, refusal);

  state.domains[name] = domain;
  const { rl_value: value, rl_frame: frame } = call.attributes;
  if (!isEmpty(value)) {
    state.rateLimits[name] = { value: strval(value), frame: strval(frame) || "s" };
    const limitLog = { rl_value: intval(value), rl_frame: strval(frame) || "s", object: name };
    report.succeed(functionLog("ratelimit", "edit", "domain", limitLog), ["rl_saved", name]);
  }
  domain.dkim = await createDkim("dkim", 2048);
  const dkimLog = { key_size: 2048, dkim_selector: "dkim", domains: name };
  report.succeed(functionLog("dkim", "add", dkimLog), ["dkim_added", name]);
  report.succeed(log, ["domain_added", name]);
};

/** Partial: what is absent stays. */
export const editDomain: ChangeRoute = ({ state }, call, report) => {
  const log = mailboxLog("edit", "domain", { domain: toList(call.items), ...call.attributes });
  for (const item of toList(call.items)) {
    const domain = findDomain(state, toAsciiDomain(item));
    if (!domain) {
      report.refuse(log, "domain_invalid");
      continue;
    }
    const changed = applyChanges(domain, call.attributes);
    const refusal = findEditRefusal(state, changed);
    if (refusal) {
      report.refuse(log, refusal);
      continue;
    }
    state.domains[domain.name] = { ...changed, modified: nowInServerTime() };
    report.succeed(log, ["domain_modified", domain.name]);
  }
};

/** Removing what does not exist is a success; a list wrapped in an object breaks Mailcow's code. */
export const deleteDomain: ChangeRoute = ({ state }, call, report) => {
  const log = mailboxLog("delete", "domain", { domain: call.items });
  for (const item of toList(call.items)) {
    if (typeof item === "object") throw new PhpFailure("idn_to_ascii() expects a string");
    const name = toAsciiDomain(item);
    if (!isValidDomain(name)) {
      report.refuse(log, "domain_invalid");
    } else if (listMailboxesOf(state, name).length > 0) {
      report.refuse(log, ["domain_not_empty", name]);
    } else {
      removeDomain(state, name);
      report.succeed(log, ["domain_removed", name]);
    }
  }
};

export const deleteDomainTag: ChangeRoute = ({ state }, call, report) => {
  const name = toAsciiDomain(call.extra);
  const tags = toList(call.items);
  const log = mailboxLog("delete", "tags_domain", { tags: call.items, domain: name });
  const domain = findDomain(state, name);
  if (!domain) return report.refuse(log, "access_denied");
  domain.tags = domain.tags.filter((tag) => !tags.includes(tag));
  report.succeed(log, ["domain_modified", name]);
};

/** Lower case and punycode, as Mailcow does with every domain it is given. */
export function toAsciiDomain(value: unknown): string {
  const text = strval(value).trim().toLowerCase();
  return /[^\u0020-\u007e]/.test(text) ? domainToASCII(text) : text;
}

function listDomains(context: ApiContext, tags: string | null) {
  const wanted = tags?.split(",").filter((tag) => tag !== "") ?? [];
  const domains = Object.values(context.state.domains)
    .filter((domain) => wanted.length === 0 || hasTagLike(domain.tags, wanted))
    .sort((left, right) => (left.name < right.name ? -1 : 1));
  return answerListOrNothing(domains.map((domain) => describeDomain(context, domain)));
}

/** The values of Mailcow's "Default" domain template stand in for what is absent. */
function draftDomain(name: string, attributes: Attributes): DomainRecord {
  const number = (key: string, fallback: number) =>
    attributes[key] === undefined ? fallback : intval(attributes[key]);
  return {
    name,
    description: isEmpty(attributes.description) ? name : strval(attributes.description),
    aliasLimit: number("aliases", 400),
    mailboxLimit: number("mailboxes", 10),
    defaultQuotaMiB: number("defquota", 3072),
    mailboxQuotaLimitMiB: number("maxquota", 10_240),
    quotaMiB: number("quota", 10_240),
    active: number("active", 1),
    gal: number("gal", 1),
    backupmx: number("backupmx", 0),
    relayAllRecipients: number("relay_all_recipients", 0),
    relayUnknownOnly: number("relay_unknown_only", 0),
    relayhost: "0",
    tags: readTags(attributes.tags),
    created: nowInServerTime(),
    modified: null,
    dkim: null,
  };
}

function applyChanges(domain: DomainRecord, attributes: Attributes): DomainRecord {
  const number = (key: string, current: number) =>
    isEmpty(attributes[key]) && attributes[key] !== "0" && attributes[key] !== 0 && attributes[key] !== false
      ? current
      : intval(attributes[key]);
  return {
    ...domain,
    description: isEmpty(attributes.description) ? domain.description : strval(attributes.description),
    aliasLimit: number("aliases", domain.aliasLimit),
    mailboxLimit: number("mailboxes", domain.mailboxLimit),
    defaultQuotaMiB: number("defquota", domain.defaultQuotaMiB),
    mailboxQuotaLimitMiB: number("maxquota", domain.mailboxQuotaLimitMiB),
    quotaMiB: number("quota", domain.quotaMiB),
    active: number("active", domain.active),
    gal: number("gal", domain.gal),
    backupmx: number("backupmx", domain.backupmx),
    relayAllRecipients: number("relay_all_recipients", domain.relayAllRecipients),
    relayUnknownOnly: number("relay_unknown_only", domain.relayUnknownOnly),
    tags: [...new Set([...domain.tags, ...readTags(attributes.tags)])],
  };
}

function findAddRefusal(state: SandboxState, domain: DomainRecord): ReportMessage | null {
  const limits = findLimitRefusal(domain);
  if (limits) return limits;
  if (!isValidDomain(domain.name)) return "domain_invalid";
  const isTaken = findDomain(state, domain.name) ?? findAliasDomain(state, domain.name);
  return isTaken ? ["domain_exists", domain.name] : null;
}

function findLimitRefusal(domain: DomainRecord): ReportMessage | null {
  if (domain.defaultQuotaMiB > domain.mailboxQuotaLimitMiB)
    return "mailbox_defquota_exceeds_mailbox_maxquota";
  if (domain.mailboxQuotaLimitMiB > domain.quotaMiB) return "mailbox_quota_exceeds_domain_quota";
  if (domain.defaultQuotaMiB === 0) return "defquota_empty";
  return null;
}

function findEditRefusal(state: SandboxState, domain: DomainRecord): ReportMessage | null {
  const limits = findLimitRefusal(domain);
  if (limits) return limits;
  const mailboxes = listMailboxesOf(state, domain.name);
  const largestMiB = Math.max(0, ...mailboxes.map((mailbox) => mailbox.quotaBytes / BYTES_PER_MIB));
  if (largestMiB > domain.mailboxQuotaLimitMiB) return ["max_quota_in_use", largestMiB];
  const allocatedMiB = allocatedBytes(state, domain.name) / BYTES_PER_MIB;
  if (allocatedMiB > domain.quotaMiB) return ["domain_quota_m_in_use", allocatedMiB];
  if (mailboxes.length > domain.mailboxLimit) return ["mailboxes_in_use", mailboxes.length];
  const aliases = countAliases(state, domain.name);
  return aliases > domain.aliasLimit ? ["aliases_in_use", aliases] : null;
}

function removeDomain(state: SandboxState, name: string): void {
  delete state.domains[name];
  delete state.rateLimits[name];
  state.aliases = state.aliases.filter((alias) => alias.domain !== name);
  state.aliasDomains = state.aliasDomains.filter((entry) => entry.targetDomain !== name);
}
