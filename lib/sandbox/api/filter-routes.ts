import { answerListOrNothing } from "@/lib/sandbox/api/api-answer";
import type { ChangeRoute, GetRoute } from "@/lib/sandbox/api/api-context";
import { mailboxLog } from "@/lib/sandbox/api/call-report";
import { intval, isEmpty, strval, toList } from "@/lib/sandbox/api/php-values";
import { findMailbox } from "@/lib/sandbox/find-records";
import type { FilterRecord, SandboxState } from "@/lib/sandbox/sandbox-state";

/** Filters are kept and listed; the sandbox neither parses nor runs their scripts. */
export const getFilters: GetRoute = ({ state }, call) => {
  const username = strval(call.object).toLowerCase();
  const found = state.filters.filter((filter) => username === "all" || filter.username === username);
  return answerListOrNothing(found.map(describe));
};

export const addFilter: ChangeRoute = ({ state }, call, report) => {
  const { attributes } = call;
  const log = mailboxLog("add", "filter", attributes);
  const username = strval(attributes.username).toLowerCase();
  if (!findMailbox(state, username)) return report.refuse(log, "access_denied");
  const type = strval(attributes.filter_type);
  if (isEmpty(attributes.script_data)) return report.refuse(log, "script_empty");
  if (isEmpty(attributes.script_desc)) return report.refuse(log, "value_missing");
  if (type !== "prefilter" && type !== "postfilter") return report.refuse(log, "filter_type");
  const filter: FilterRecord = {
    id: state.nextFilterId,
    username,
    type,
    script: strval(attributes.script_data),
    description: strval(attributes.script_desc),
    active: intval(attributes.active),
  };
  state.nextFilterId += 1;
  state.filters.push(filter);
  switchOffOthers(state, filter);
  report.succeed(log, ["mailbox_modified", username]);
};

export const editFilter: ChangeRoute = ({ state }, call, report) => {
  const { attributes } = call;
  const log = mailboxLog("edit", "filter", { id: call.items, ...attributes });
  for (const item of toList(call.items)) {
    const filter = state.filters.find((entry) => String(entry.id) === strval(item));
    if (!filter) {
      report.refuse(log, "access_denied");
      continue;
    }
    if (!isEmpty(attributes.script_data)) filter.script = strval(attributes.script_data);
    if (!isEmpty(attributes.script_desc)) filter.description = strval(attributes.script_desc);
    if (attributes.active !== undefined) filter.active = intval(attributes.active);
    switchOffOthers(state, filter);
    report.succeed(log, ["mailbox_modified", filter.username]);
  }
};

export const deleteFilter: ChangeRoute = ({ state }, call, report) => {
  const log = mailboxLog("delete", "filter", { id: call.items });
  for (const item of toList(call.items)) {
    const filter = state.filters.find((entry) => String(entry.id) === strval(item));
    if (!filter) {
      report.refuse(log, "access_denied");
      continue;
    }
    state.filters = state.filters.filter((entry) => entry !== filter);
    report.succeed(log, ["delete_filter", item]);
  }
};

/** Mailcow allows one active prefilter and one active postfilter a user. */
function switchOffOthers(state: SandboxState, filter: FilterRecord): void {
  if (filter.active !== 1) return;
  for (const other of state.filters) {
    const isRival = other !== filter && other.username === filter.username && other.type === filter.type;
    if (isRival) other.active = 0;
  }
}

function describe(filter: FilterRecord): Record<string, unknown> {
  return {
    active: filter.active,
    id: filter.id,
    username: filter.username,
    filter_type: filter.type,
    script_data: filter.script,
    script_desc: filter.description,
  };
}
