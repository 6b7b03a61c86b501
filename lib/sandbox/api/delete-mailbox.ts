import type { ApiContext, ChangeRoute } from "@/lib/sandbox/api/api-context";
import { mailboxLog } from "@/lib/sandbox/api/call-report";
import { strval, toList } from "@/lib/sandbox/api/php-values";
import { findMailbox } from "@/lib/sandbox/find-records";

const TORN_WARNING = "Could not move maildir to garbage collector: variables local_part and/or domain empty";

/** One result an item, in order; unknown and malformed ones are refused alike. */
export const deleteMailbox: ChangeRoute = async (context, call, report) => {
  const log = mailboxLog("delete", "mailbox", { username: call.items });
  for (const item of toList(call.items)) {
    const mailbox = typeof item === "object" ? null : findMailbox(context.state, strval(item));
    if (!mailbox) {
      report.refuse(log, "access_denied");
      continue;
    }
    if (mailbox.hasUsageRow) await context.mail.removeMail(mailbox.username);
    else report.warn(log, TORN_WARNING);
    removeMailbox(context, mailbox.username);
    report.succeed(log, ["mailbox_removed", mailbox.username]);
  }
};

export const deleteMailboxTag: ChangeRoute = ({ state }, call, report) => {
  const username = strval(call.extra).toLowerCase();
  const log = mailboxLog("delete", "tags_mailbox", { tags: call.items, username: strval(call.extra) });
  const mailbox = findMailbox(state, username);
  if (!mailbox) return report.refuse(log, "access_denied");
  const removed = toList(call.items);
  mailbox.tags = mailbox.tags.filter((tag) => !removed.includes(tag));
  report.succeed(log, ["mailbox_modified", username]);
};

/** With the mailbox go its app passwords, filters, temporary aliases and the aliases that led only to it. */
function removeMailbox({ state }: ApiContext, username: string): void {
  delete state.mailboxes[username];
  delete state.rateLimits[username];
  delete state.spamScores[username];
  state.appPasswords = state.appPasswords.filter((entry) => entry.mailbox !== username);
  state.filters = state.filters.filter((filter) => filter.username !== username);
  state.temporaryAliases = state.temporaryAliases.filter((alias) => alias.goto !== username);
  state.logins = state.logins.filter((login) => login.username !== username);
  state.aliases = state.aliases.filter((alias) => alias.goto !== username);
  for (const alias of state.aliases) {
    alias.goto = alias.goto
      .split(",")
      .filter((target) => target !== username)
      .join(",");
  }
}
