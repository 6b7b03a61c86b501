import { randomInt } from "node:crypto";
import { answerListOrNothing } from "@/lib/sandbox/api/api-answer";
import type { ApiContext, ChangeRoute, GetRoute } from "@/lib/sandbox/api/api-context";
import { mailboxLog } from "@/lib/sandbox/api/call-report";
import { intval, strval, toList } from "@/lib/sandbox/api/php-values";
import {
  findAlias,
  findAliasDomain,
  findMailbox,
  findTemporaryAlias,
  isTemporaryAliasAlive,
} from "@/lib/sandbox/find-records";
import type { SandboxState, TemporaryAliasRecord } from "@/lib/sandbox/sandbox-state";
import { nowInSeconds, nowInServerTime } from "@/lib/sandbox/server-time";

const DEFAULT_HOURS = 8760;
const MAXIMUM_HOURS = 87_600;

export const getTemporaryAliases: GetRoute = ({ state }, call) => {
  const username = strval(call.object).toLowerCase();
  const alive = state.temporaryAliases.filter(
    (alias) => alias.goto === username && isTemporaryAliasAlive(alias),
  );
  return answerListOrNothing(alive.map(describe));
};

/** Mailcow invents the address and does not say it in its answer. */
export const addTemporaryAlias: ChangeRoute = (context, call, report) => {
  const { attributes } = call;
  const log = mailboxLog("add", "time_limited_alias", attributes);
  const domain = strval(attributes.domain).toLowerCase();
  const username = strval(attributes.username).toLowerCase();
  const mailbox = findMailbox(context.state, username);
  if (username !== "" && !mailbox) return report.refuse(log, "access_denied");
  if (!mailbox || !ownsDomain(context, mailbox.domain, domain)) return report.refuse(log, "domain_invalid");
  const hours = attributes.validity === undefined ? DEFAULT_HOURS : intval(attributes.validity);
  if (!isValidity(hours)) return report.refuse(log, "validity_missing");
  context.state.temporaryAliases.push({
    address: inventAddress(context.state, domain),
    goto: username,
    description: strval(attributes.description),
    validUntil: nowInSeconds() + hours * 3600,
    permanent: intval(attributes.permanent) === 1 ? 1 : 0,
    created: nowInServerTime(),
    modified: null,
  });
  report.succeed(log, ["mailbox_modified", username]);
};

/** A new validity counts from now and revives an expired alias; the description cannot be changed. */
export const editTemporaryAlias: ChangeRoute = ({ state }, call, report) => {
  const { attributes } = call;
  const log = mailboxLog("edit", "time_limited_alias", { address: call.items, ...attributes });
  for (const item of toList(call.items)) {
    const alias = findTemporaryAlias(state, strval(item).toLowerCase());
    if (!alias) {
      report.refuse(log, "access_denied");
      continue;
    }
    const isPermanent = intval(attributes.permanent) === 1;
    if (!isPermanent && attributes.validity === undefined) continue;
    const hours = intval(attributes.validity);
    if (!isPermanent && !isValidity(hours)) {
      report.refuse(log, "validity_missing");
      continue;
    }
    alias.permanent = isPermanent ? 1 : 0;
    alias.validUntil = isPermanent ? 0 : nowInSeconds() + hours * 3600;
    alias.modified = nowInServerTime();
    report.succeed(log, ["mailbox_modified", ""]);
  }
};

export const deleteTemporaryAlias: ChangeRoute = ({ state }, call, report) => {
  const log = mailboxLog("delete", "time_limited_alias", { address: call.items });
  for (const item of toList(call.items)) {
    const alias = findTemporaryAlias(state, strval(item).toLowerCase());
    if (!alias) {
      report.refuse(log, "access_denied");
      continue;
    }
    state.temporaryAliases = state.temporaryAliases.filter((other) => other !== alias);
    report.succeed(log, ["mailbox_modified", alias.goto]);
  }
};

function ownsDomain({ state }: ApiContext, mailboxDomain: string, domain: string): boolean {
  return domain === mailboxDomain || findAliasDomain(state, domain)?.targetDomain === mailboxDomain;
}

function isValidity(hours: number): boolean {
  return hours >= 1 && hours <= MAXIMUM_HOURS;
}

/** Two pronounceable words, such as `doyu.zaveho`. */
function inventAddress(state: SandboxState, domain: string): string {
  const address = `${inventWord()}.${inventWord()}@${domain}`;
  const isTaken =
    findTemporaryAlias(state, address) ?? findAlias(state, address) ?? findMailbox(state, address);
  return isTaken ? inventAddress(state, domain) : address;
}

function inventWord(): string {
  const syllables = Array.from(
    { length: randomInt(2, 5) },
    () => pick("bcdfghjklmnprstvwyz") + pick("aeiou"),
  );
  return syllables.join("");
}

function pick(letters: string): string {
  return letters.charAt(randomInt(letters.length));
}

function describe(alias: TemporaryAliasRecord): Record<string, unknown> {
  return {
    address: alias.address,
    goto: alias.goto,
    description: alias.description,
    validity: alias.validUntil,
    created: alias.created,
    modified: alias.modified,
    permanent: alias.permanent,
  };
}
