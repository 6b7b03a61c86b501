import { insertAlias } from "@/lib/sandbox/api/add-alias";
import type { ApiContext, ChangeRoute } from "@/lib/sandbox/api/api-context";
import { type CallReport, mailboxLog } from "@/lib/sandbox/api/call-report";
import { intval, isValidAddress, strval } from "@/lib/sandbox/api/php-values";
import { findAlias, findMailbox } from "@/lib/sandbox/find-records";
import type { MailboxRecord } from "@/lib/sandbox/mailbox-record";

/** `old_local_part` decides which mailbox is renamed; the items are only echoed. */
export const renameMailbox: ChangeRoute = async (context, call, report) => {
  const { state, mail } = context;
  const { attributes } = call;
  const log = mailboxLog("edit", "mailbox_rename", { mailbox: call.items, ...attributes });
  const domain = strval(attributes.domain).toLowerCase();
  const oldName = `${strval(attributes.old_local_part).toLowerCase()}@${domain}`;
  const newName = `${strval(attributes.new_local_part).toLowerCase()}@${domain}`;
  if (!isValidAddress(newName)) return report.refuse(log, ["username_invalid", newName]);
  const mailbox = findMailbox(state, oldName);
  if (!mailbox) return report.refuse(log, "access_denied");
  if (findMailbox(state, newName)) return report.refuse(log, duplicateEntry(newName, "PRIMARY"));
  if (findAlias(state, newName)) return report.refuse(log, duplicateEntry(newName, "address"));

  await mail.renameMail(oldName, newName);
  moveRecords(context, mailbox, newName);
  if (intval(attributes.create_alias) === 1) keepOldName(context, oldName, newName, report);
  report.succeed(log, ["mailbox_renamed", oldName, newName]);
};

function duplicateEntry(name: string, key: string): string {
  return `SQLSTATE[23000]: Integrity constraint violation: 1062 Duplicate entry '${name}' for key '${key}'`;
}

/** Temporary aliases and last logins stay with the old name. */
function moveRecords({ state }: ApiContext, mailbox: MailboxRecord, newName: string): void {
  const oldName = mailbox.username;
  delete state.mailboxes[oldName];
  state.mailboxes[newName] = {
    ...mailbox,
    username: newName,
    localPart: newName.slice(0, newName.lastIndexOf("@")),
    hasAliasRow: true,
  };
  for (const entry of state.appPasswords) if (entry.mailbox === oldName) entry.mailbox = newName;
  for (const filter of state.filters) if (filter.username === oldName) filter.username = newName;
  for (const alias of state.aliases) {
    alias.goto = alias.goto
      .split(",")
      .map((target) => (target === oldName ? newName : target))
      .join(",");
  }
}

function keepOldName({ state }: ApiContext, oldName: string, newName: string, report: CallReport): void {
  const data = {
    address: oldName,
    goto: newName,
    active: 1,
    sogo_visible: 1,
    private_comment: `Mailbox was renamed from ${oldName} to ${newName}`,
  };
  const alias = insertAlias(state, data.address, data.goto, data);
  report.succeed(mailboxLog("add", "alias", data), ["alias_added", oldName, String(alias.id)]);
}
