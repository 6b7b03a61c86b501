import { answerJson, answerListOrNothing } from "@/lib/sandbox/api/api-answer";
import type { ChangeRoute, GetRoute } from "@/lib/sandbox/api/api-context";
import { functionLog, mailboxLog, type ReportMessage } from "@/lib/sandbox/api/call-report";
import { flag } from "@/lib/sandbox/api/mailbox-flags";
import { isEmpty, strval, toList } from "@/lib/sandbox/api/php-values";
import { findDomain, findMailbox } from "@/lib/sandbox/find-records";
import type { MailboxRecord } from "@/lib/sandbox/mailbox-record";
import type { SandboxState } from "@/lib/sandbox/sandbox-state";

const NOTIFICATIONS = new Set(["never", "hourly", "daily", "weekly"]);
const CATEGORIES = new Set(["add_header", "reject", "all"]);
const FRAMES = new Set(["s", "m", "h", "d"]);
const DEFAULT_SPAM_SCORE = "5,15";

/** None of these touches `attribute_hash`, unlike edit/mailbox. */
export const editTlsPolicy = settingRoute("tls_policy", (mailbox, attributes) => {
  if (attributes.tls_enforce_in !== undefined) {
    mailbox.attributes.tls_enforce_in = flag(attributes.tls_enforce_in);
  }
  if (attributes.tls_enforce_out !== undefined) {
    mailbox.attributes.tls_enforce_out = flag(attributes.tls_enforce_out);
  }
  return null;
});

export const editQuarantineNotification = settingRoute("quarantine_notification", (mailbox, attributes) => {
  const value = strval(attributes.quarantine_notification);
  if (!NOTIFICATIONS.has(value)) return "access_denied";
  mailbox.attributes.quarantine_notification = value;
  return null;
});

export const editQuarantineCategory = settingRoute("quarantine_category", (mailbox, attributes) => {
  const value = strval(attributes.quarantine_category);
  if (!CATEGORIES.has(value)) return "access_denied";
  mailbox.attributes.quarantine_category = value;
  return null;
});

export const editSpamScore = settingRoute("spam_score", (mailbox, attributes, state) => {
  const score = strval(attributes.spam_score);
  if (score === "default") delete state.spamScores[mailbox.username];
  else state.spamScores[mailbox.username] = score;
  return null;
});

/** Accepted as Mailcow accepts it; the sandbox delivers tagged mail to the inbox whatever is chosen. */
export const editDelimiterAction = settingRoute("delimiter_action", () => null);

export const getSpamScore: GetRoute = ({ state }, call) =>
  answerJson({ score: state.spamScores[strval(call.object).toLowerCase()] ?? DEFAULT_SPAM_SCORE });

export const editUserAcl: ChangeRoute = ({ state }, call, report) => {
  const log = functionLog("acl", "edit", "user", { username: call.items, ...call.attributes });
  for (const item of toList(call.items)) {
    const mailbox = findMailbox(state, strval(item));
    if (mailbox) report.succeed(log, ["acl_saved", mailbox.username]);
    else report.refuse(log, "access_denied");
  }
};

export const editPushover: ChangeRoute = ({ state }, call, report) => {
  const log = functionLog("pushover", "edit", { username: call.items, ...call.attributes });
  for (const item of toList(call.items)) {
    if (findMailbox(state, strval(item))) report.succeed(log, "pushover_settings_edited");
    else report.refuse(log, "access_denied");
  }
};

/** `get/rl-mbox/{mailbox | all}` and `get/rl-domain/{domain | all}`. */
export const getRateLimit: GetRoute = ({ state }, call) => {
  const isDomain = call.category === "rl-domain";
  if (call.object !== "all") return answerJson(state.rateLimits[strval(call.object).toLowerCase()] ?? {});
  const limits = Object.entries(state.rateLimits)
    .filter(([key]) => key.includes("@") !== isDomain)
    .map(([key, limit]) => ({ ...limit, [isDomain ? "domain" : "mailbox"]: key }));
  return answerListOrNothing(limits);
};

/** An empty value clears the limit. */
export const editRateLimit: ChangeRoute = ({ state }, call, report) => {
  const { attributes } = call;
  const type = call.category === "rl-domain" ? "domain" : "mailbox";
  const log = functionLog("ratelimit", "edit", type, { object: call.items, ...attributes });
  for (const item of toList(call.items)) {
    const key = strval(item).toLowerCase();
    const frame = strval(attributes.rl_frame);
    const exists = type === "domain" ? findDomain(state, key) : findMailbox(state, key);
    if (!exists) report.refuse(log, "access_denied");
    else if (!FRAMES.has(frame)) report.refuse(log, "rl_timeframe");
    else {
      if (isEmpty(attributes.rl_value)) delete state.rateLimits[key];
      else state.rateLimits[key] = { value: strval(attributes.rl_value), frame };
      report.succeed(log, ["rl_saved", key]);
    }
  }
};

type ApplySetting = (
  mailbox: MailboxRecord,
  attributes: Readonly<Record<string, unknown>>,
  state: SandboxState,
) => ReportMessage | null;

function settingRoute(type: string, apply: ApplySetting): ChangeRoute {
  return ({ state }, call, report) => {
    const log = mailboxLog("edit", type, { username: call.items, ...call.attributes });
    for (const item of toList(call.items)) {
      const mailbox = findMailbox(state, strval(item));
      const refusal = mailbox ? apply(mailbox, call.attributes, state) : "access_denied";
      if (refusal) report.refuse(log, refusal);
      else report.succeed(log, ["mailbox_modified", strval(item).toLowerCase()]);
    }
  };
}
