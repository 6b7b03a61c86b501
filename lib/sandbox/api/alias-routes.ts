import { keepValidTargets, readTargets } from "@/lib/sandbox/api/add-alias";
import { answerJson, answerListOrNothing } from "@/lib/sandbox/api/api-answer";
import type { ChangeRoute, GetRoute } from "@/lib/sandbox/api/api-context";
import { type Attributes, type CallReport, mailboxLog } from "@/lib/sandbox/api/call-report";
import { intval, isEmpty, strval, toList } from "@/lib/sandbox/api/php-values";
import { findAliasDomain, findMailbox } from "@/lib/sandbox/find-records";
import type { AliasRecord, SandboxState } from "@/lib/sandbox/sandbox-state";
import { nowInServerTime } from "@/lib/sandbox/server-time";

/** `get/alias/{id | address | all[/domain]}`; the rows of mailboxes are never shown. */
export const getAlias: GetRoute = ({ state }, call) => {
  if (call.object === "all") {
    const listed = state.aliases.filter((alias) => call.extra === null || alias.domain === call.extra);
    return answerListOrNothing(listed.map((alias) => describeAlias(state, alias)));
  }
  const alias = findByIdOrAddress(state, call.object);
  return answerJson(alias ? describeAlias(state, alias) : {});
};

/** Refusing one item names the address of the item before it: Mailcow's variable is left over. */
export const editAlias: ChangeRoute = ({ state }, call, report) => {
  const log = mailboxLog("edit", "alias", { id: call.items, ...call.attributes });
  let previousAddress: string | null = null;
  for (const item of toList(call.items)) {
    const alias = findByIdOrAddress(state, item);
    if (!alias) {
      report.refuse(log, ["alias_invalid", previousAddress]);
      continue;
    }
    if (applyChanges(state, alias, call.attributes, log, report)) {
      report.succeed(log, ["alias_modified", alias.address]);
    }
    previousAddress = alias.address;
  }
};

export const deleteAlias: ChangeRoute = ({ state }, call, report) => {
  const log = mailboxLog("delete", "alias", { id: call.items });
  for (const item of toList(call.items)) {
    const alias = typeof item === "object" ? null : findByIdOrAddress(state, item);
    if (!alias) {
      report.refuse(log, "access_denied");
      continue;
    }
    state.aliases = state.aliases.filter((entry) => entry !== alias);
    report.succeed(log, ["alias_removed", alias.address]);
  }
};

function describeAlias(state: SandboxState, alias: AliasRecord): Record<string, unknown> {
  return {
    in_primary_domain: findAliasDomain(state, alias.domain)?.targetDomain ?? "",
    id: alias.id,
    domain: alias.domain,
    public_comment: alias.publicComment,
    private_comment: alias.privateComment,
    goto: alias.goto,
    address: alias.address,
    is_catch_all: alias.address.startsWith("@") ? 1 : 0,
    internal: alias.internal,
    active: alias.active,
    active_int: alias.active,
    sogo_visible: alias.sogoVisible,
    sogo_visible_int: alias.sogoVisible,
    sender_allowed: alias.senderAllowed,
    created: alias.created,
    modified: alias.modified,
  };
}

function findByIdOrAddress(state: SandboxState, key: unknown): AliasRecord | null {
  const text = strval(key).toLowerCase();
  return state.aliases.find((alias) => String(alias.id) === text || alias.address === text) ?? null;
}

function applyChanges(
  state: SandboxState,
  alias: AliasRecord,
  attributes: Attributes,
  log: readonly unknown[],
  report: CallReport,
): boolean {
  const address = isEmpty(attributes.address) ? alias.address : strval(attributes.address).toLowerCase();
  const isTaken = state.aliases.some((entry) => entry !== alias && entry.address === address);
  if (isTaken || findMailbox(state, address)?.hasAliasRow) {
    report.refuse(log, ["is_alias_or_mailbox", address]);
    return false;
  }
  const targets = readTargets(attributes);
  const valid = targets && keepValidTargets(targets, log, report);
  if (valid?.length === 0) return false;
  if (valid) alias.goto = valid.join(",");
  alias.address = address;
  alias.domain = address.slice(address.lastIndexOf("@") + 1);
  if (attributes.active !== undefined) alias.active = intval(attributes.active);
  if (attributes.internal !== undefined) alias.internal = intval(attributes.internal);
  if (attributes.sogo_visible !== undefined) alias.sogoVisible = intval(attributes.sogo_visible);
  if (attributes.sender_allowed !== undefined) alias.senderAllowed = intval(attributes.sender_allowed);
  if (attributes.public_comment !== undefined) alias.publicComment = strval(attributes.public_comment);
  if (attributes.private_comment !== undefined) alias.privateComment = strval(attributes.private_comment);
  alias.modified = nowInServerTime();
  return true;
}
