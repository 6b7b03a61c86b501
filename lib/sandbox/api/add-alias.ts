import type { ChangeRoute } from "@/lib/sandbox/api/api-context";
import {
  type Attributes,
  type CallReport,
  mailboxLog,
  type ReportMessage,
} from "@/lib/sandbox/api/call-report";
import { countAliases } from "@/lib/sandbox/api/domain-answers";
import { PhpFailure } from "@/lib/sandbox/api/php-failure";
import { intval, isEmpty, isValidAddress, strval } from "@/lib/sandbox/api/php-values";
import { findAlias, findDomainOrTarget, findMailbox, findTemporaryAlias } from "@/lib/sandbox/find-records";
import type { AliasRecord, SandboxState } from "@/lib/sandbox/sandbox-state";
import { nowInServerTime } from "@/lib/sandbox/server-time";

/** Addresses and targets are texts with separators; a list breaks Mailcow's code. */
export const addAlias: ChangeRoute = ({ state }, call, report) => {
  const { attributes } = call;
  const log = mailboxLog("add", "alias", attributes);
  const addresses = splitAddresses(attributes.address);
  const targets = readTargets(attributes);
  if (targets === null) return report.refuse(log, "goto_empty");
  for (const address of addresses) {
    const refusal = findRefusal(state, address);
    if (refusal) {
      report.refuse(log, refusal);
      continue;
    }
    const valid = keepValidTargets(targets, log, report).filter((target) => target !== address);
    if (valid.length === 0) continue;
    const alias = insertAlias(state, address, valid.join(","), attributes);
    report.succeed(log, ["alias_added", address, String(alias.id)]);
  }
};

/** Everything not given is off, the alias itself included. */
export function insertAlias(
  state: SandboxState,
  address: string,
  goto: string,
  attributes: Attributes,
): AliasRecord {
  const alias: AliasRecord = {
    id: state.nextAliasId,
    address,
    goto,
    domain: address.slice(address.lastIndexOf("@") + 1),
    active: intval(attributes.active),
    internal: intval(attributes.internal),
    sogoVisible: intval(attributes.sogo_visible),
    senderAllowed: intval(attributes.sender_allowed),
    publicComment: attributes.public_comment === undefined ? null : strval(attributes.public_comment),
    privateComment: attributes.private_comment === undefined ? null : strval(attributes.private_comment),
    created: nowInServerTime(),
    modified: null,
  };
  state.nextAliasId += 1;
  state.aliases.push(alias);
  return alias;
}

/** The special targets win over `goto`; null when there is neither. */
export function readTargets(attributes: Attributes): string[] | null {
  if (intval(attributes.goto_null) === 1) return ["null@localhost"];
  if (intval(attributes.goto_spam) === 1) return ["spam@localhost"];
  if (intval(attributes.goto_ham) === 1) return ["ham@localhost"];
  return isEmpty(attributes.goto) ? null : splitAddresses(attributes.goto);
}

export function keepValidTargets(
  targets: readonly string[],
  log: readonly unknown[],
  report: CallReport,
): string[] {
  return targets.filter((target) => {
    const isValid = isValidAddress(target) || SPECIAL_TARGETS.has(target);
    const [localPart, domain] = target.includes("@") ? target.split("@") : ["", ""];
    if (!isValid) report.refuse(log, ["goto_invalid", `${localPart}@${domain}`]);
    return isValid;
  });
}

function findRefusal(state: SandboxState, address: string): ReportMessage | null {
  const at = address.lastIndexOf("@");
  const domainName = at < 0 ? "" : address.slice(at + 1);
  const domain = findDomainOrTarget(state, domainName);
  if (!domain) return ["domain_not_found", domainName];
  const mailbox = findMailbox(state, address);
  if (findAlias(state, address) || mailbox?.hasAliasRow) return ["is_alias_or_mailbox", address];
  if (findTemporaryAlias(state, address)) return ["is_spam_alias", address];
  if (at > 0 && !isValidAddress(address)) return ["alias_invalid", address];
  return countAliases(state, domain.name) >= domain.aliasLimit ? "max_alias_exceeded" : null;
}

function splitAddresses(value: unknown): string[] {
  if (typeof value === "object" && value !== null) throw new PhpFailure("preg_split() expects a string");
  return strval(value)
    .toLowerCase()
    .split(/[\s,;]+/)
    .filter((part) => part !== "");
}

const SPECIAL_TARGETS = new Set(["null@localhost", "spam@localhost", "ham@localhost"]);
