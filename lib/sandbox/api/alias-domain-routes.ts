import { answerJson, answerListOrNothing } from "@/lib/sandbox/api/api-answer";
import type { ChangeRoute, GetRoute } from "@/lib/sandbox/api/api-context";
import { mailboxLog } from "@/lib/sandbox/api/call-report";
import { toAsciiDomain } from "@/lib/sandbox/api/domain-routes";
import { intval, isValidDomain, toList } from "@/lib/sandbox/api/php-values";
import { findAliasDomain, findDomain } from "@/lib/sandbox/find-records";
import type { AliasDomainRecord, SandboxState } from "@/lib/sandbox/sandbox-state";
import { nowInServerTime } from "@/lib/sandbox/server-time";

export const getAliasDomain: GetRoute = ({ state }, call) => {
  if (call.object === "all") {
    return answerListOrNothing(state.aliasDomains.map((entry) => describe(state, entry)));
  }
  const entry = findAliasDomain(state, toAsciiDomain(call.object));
  return answerJson(entry ? describe(state, entry) : {});
};

export const addAliasDomain: ChangeRoute = ({ state }, call, report) => {
  const log = mailboxLog("add", "alias_domain", call.attributes);
  const aliasDomain = toAsciiDomain(call.attributes.alias_domain);
  const targetDomain = toAsciiDomain(call.attributes.target_domain);
  if (!isValidDomain(aliasDomain)) return report.refuse(log, ["alias_domain_invalid", aliasDomain]);
  if (!findDomain(state, targetDomain)) return report.refuse(log, ["targetd_not_found", targetDomain]);
  if (findDomain(state, aliasDomain) ?? findAliasDomain(state, aliasDomain)) {
    return report.refuse(log, ["alias_domain_invalid", aliasDomain]);
  }
  const active = intval(call.attributes.active);
  state.aliasDomains.push({ aliasDomain, targetDomain, active, created: nowInServerTime(), modified: null });
  report.succeed(log, ["aliasd_added", aliasDomain]);
};

export const deleteAliasDomain: ChangeRoute = ({ state }, call, report) => {
  const log = mailboxLog("delete", "alias_domain", { alias_domain: call.items });
  for (const item of toList(call.items)) {
    const entry = findAliasDomain(state, toAsciiDomain(item));
    if (!entry) {
      report.refuse(log, "access_denied");
      continue;
    }
    state.aliasDomains = state.aliasDomains.filter((other) => other !== entry);
    state.aliases = state.aliases.filter((alias) => alias.domain !== entry.aliasDomain);
    report.succeed(log, ["alias_domain_removed", entry.aliasDomain]);
  }
};

function describe(state: SandboxState, entry: AliasDomainRecord): Record<string, unknown> {
  return {
    alias_domain: entry.aliasDomain,
    parent_is_backupmx: findDomain(state, entry.targetDomain)?.backupmx ?? 0,
    target_domain: entry.targetDomain,
    active: entry.active,
    active_int: entry.active,
    rl: state.rateLimits[entry.aliasDomain] ?? false,
    created: entry.created,
    modified: entry.modified,
  };
}
