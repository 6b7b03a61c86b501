import { answerJson, answerListOrNothing, answerRouteNotFound } from "@/lib/sandbox/api/api-answer";
import type { GetRoute } from "@/lib/sandbox/api/api-context";
import { strval } from "@/lib/sandbox/api/php-values";
import type { LogEntry, LoginRecord, LogName, SandboxState } from "@/lib/sandbox/sandbox-state";
import { formatServerTime } from "@/lib/sandbox/server-time";

const DEFAULT_LINES = 1000;
/** Logs of parts the sandbox does not have: known routes that stay empty. */
const SILENT_LOGS = new Set([
  "sogo",
  "netfilter",
  "ratelimited",
  "watchdog",
  "acme",
  "autodiscover",
  "cron",
  "rspamd-history",
  "rspamd-stats",
]);
const KEPT_LOGS = new Set<string>(["api", "ui", "dovecot", "postfix"] satisfies LogName[]);

/** `get/logs/{name}/{n | from-to}`, newest first; a count that is no number gives nothing. */
export const getLogs: GetRoute = ({ state }, call) => {
  const name = strval(call.object);
  if (SILENT_LOGS.has(name)) return answerJson({});
  if (name === "sasl") return answerListOrNothing(cut(listSaslLines(state), call.extra));
  if (!KEPT_LOGS.has(name)) return answerRouteNotFound();
  return answerListOrNothing(cut(state.logs[name as LogName].toReversed(), call.extra));
};

/** `get/last-login/{mailbox}/{days}`. Failures are never listed; UI logins do not exist here. */
export const getLastLogin: GetRoute = ({ state }, call) => {
  const username = strval(call.object).toLowerCase();
  const logins = newestFirst(state.logins.filter((login) => login.username === username));
  return answerJson({ ui: false, sasl: logins.map((login) => describeLogin(state, login)) });
};

function listSaslLines(state: SandboxState): LogEntry[] {
  return newestFirst(state.logins).map((login) => ({
    service: login.service,
    app_password: login.appPasswordId,
    username: login.username,
    real_rip: login.remoteAddress,
    datetime: formatServerTime(new Date(login.atSeconds * 1000)),
  }));
}

/** Addresses that are not public are shown in words and carry no location. */
function describeLogin(state: SandboxState, login: LoginRecord): LogEntry {
  const appPassword = state.appPasswords.find((entry) => entry.id === login.appPasswordId);
  return {
    real_rip: `Web/EAS/Internal (${login.remoteAddress})`,
    datetime: formatServerTime(new Date(login.atSeconds * 1000)),
    service: login.service,
    app_password: login.appPasswordId,
    app_password_name: appPassword?.storedName ?? null,
  };
}

function newestFirst(logins: readonly LoginRecord[]): LoginRecord[] {
  return logins.toSorted((left, right) => right.atSeconds - left.atSeconds);
}

function cut(lines: readonly LogEntry[], count: string | null): readonly LogEntry[] {
  if (count === null || count === "") return lines.slice(0, DEFAULT_LINES);
  const [, from, to] = /^(\d+)-(\d+)$/.exec(count) ?? [];
  if (from !== undefined && to !== undefined) return lines.slice(Math.max(Number(from) - 1, 0), Number(to));
  return /^\d+$/.test(count) ? lines.slice(0, Number(count)) : [];
}
