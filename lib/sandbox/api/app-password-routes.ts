import { answerEmpty, answerListOrNothing } from "@/lib/sandbox/api/api-answer";
import type { ApiContext, ChangeRoute, GetRoute } from "@/lib/sandbox/api/api-context";
import { type Attributes, functionLog, maskPasswords } from "@/lib/sandbox/api/call-report";
import { checkPassword } from "@/lib/sandbox/api/password-policy";
import { PhpFailure } from "@/lib/sandbox/api/php-failure";
import { htmlspecialchars, intval, isEmpty, strval, toList } from "@/lib/sandbox/api/php-values";
import { findMailbox } from "@/lib/sandbox/find-records";
import { hashPassword } from "@/lib/sandbox/hash-password";
import type { AppPasswordRecord } from "@/lib/sandbox/sandbox-state";
import { nowInServerTime } from "@/lib/sandbox/server-time";

const PROTOCOLS = ["imap", "smtp", "dav", "eas", "pop3", "sieve"];

/** `get/app-passwd/all/{mailbox}` shows the hashes; asking for one by id is broken in Mailcow. */
export const getAppPasswords: GetRoute = ({ state }, call) => {
  if (call.object !== "all") return answerEmpty();
  const mailbox = strval(call.extra).toLowerCase();
  return answerListOrNothing(state.appPasswords.filter((entry) => entry.mailbox === mailbox).map(describe));
};

/** Without protocols or `active` it is made, but opens nothing. The answer holds no id. */
export const addAppPassword: ChangeRoute = async ({ state }, call, report) => {
  const { attributes } = call;
  const log = functionLog("app_passwd", "add", maskPasswords(attributes));
  const mailbox = findMailbox(state, strval(attributes.username));
  if (!mailbox?.hasUsageRow) return report.refuse(log, "access_denied");
  const password = attributes.app_passwd;
  if (!checkPassword(state.passwordPolicy, password, attributes.app_passwd2, report)) return;
  const storedName = escapeName(attributes.app_name);
  if (storedName === "") return report.refuse(log, "app_name_empty");
  const hash = await hashPassword(password);
  state.appPasswords.push({
    id: state.nextAppPasswordId,
    storedName,
    mailbox: mailbox.username,
    domain: mailbox.domain,
    hash,
    protocols: readProtocols(attributes.protocols),
    active: intval(attributes.active),
    created: nowInServerTime(),
    modified: null,
  });
  state.nextAppPasswordId += 1;
  report.succeed(log, "app_passwd_added");
};

/** Mailcow's code needs the owner's address beside the id and breaks without it. */
export const editAppPassword: ChangeRoute = async (context, call, report) => {
  const { attributes } = call;
  const log = functionLog("app_passwd", "edit", maskPasswords({ id: call.items, ...attributes }));
  for (const item of toList(call.items)) {
    const entry = findById(context, item);
    if (!entry) return report.refuse(log, ["app_passwd_id_invalid", item]);
    if (isEmpty(attributes.username)) throw new PhpFailure("Undefined array key 'username'");
    if (!isEmpty(attributes.app_passwd)) {
      const password = attributes.app_passwd;
      const policy = context.state.passwordPolicy;
      if (!checkPassword(policy, password, attributes.app_passwd2, report)) return;
      entry.hash = await hashPassword(password);
    }
    applyChanges(entry, attributes);
    report.succeed(log, ["object_modified", String(entry.id)]);
  }
};

/** The first bad id stops the batch; what stands behind it is left alone without a word. */
export const deleteAppPassword: ChangeRoute = (context, call, report) => {
  const log = functionLog("app_passwd", "delete", { id: call.items });
  for (const item of toList(call.items)) {
    const entry = findById(context, item);
    if (!entry) return report.refuse(log, "app_passwd_id_invalid");
    context.state.appPasswords = context.state.appPasswords.filter((other) => other !== entry);
    report.succeed(log, ["app_passwd_removed", String(entry.id)]);
  }
};

function findById({ state }: ApiContext, id: unknown): AppPasswordRecord | null {
  return state.appPasswords.find((entry) => String(entry.id) === strval(id)) ?? null;
}

function applyChanges(entry: AppPasswordRecord, attributes: Attributes): void {
  if (!isEmpty(attributes.app_name)) entry.storedName = escapeName(attributes.app_name);
  if (attributes.protocols !== undefined) entry.protocols = readProtocols(attributes.protocols);
  if (attributes.active !== undefined) entry.active = intval(attributes.active);
  entry.modified = nowInServerTime();
}

function escapeName(name: unknown): string {
  const escaped = htmlspecialchars(strval(name).trim());
  if (escaped.length > 255) throw new PhpFailure("Data too long for column 'name'");
  return escaped;
}

/** Only the long names count; `imap` alone is no protocol. */
function readProtocols(value: unknown): string[] {
  const given = toList(value);
  return PROTOCOLS.filter((protocol) => given.includes(`${protocol}_access`));
}

function describe(entry: AppPasswordRecord): Record<string, unknown> {
  const access = PROTOCOLS.map((protocol) => [
    `${protocol}_access`,
    entry.protocols.includes(protocol) ? 1 : 0,
  ]);
  return {
    id: entry.id,
    name: htmlspecialchars(entry.storedName),
    mailbox: entry.mailbox,
    domain: entry.domain,
    password: entry.hash,
    created: entry.created,
    modified: entry.modified,
    ...Object.fromEntries(access),
    active: entry.active,
  };
}
