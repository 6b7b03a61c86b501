import type { ApiContext, ChangeRoute } from "@/lib/sandbox/api/api-context";
import { type Attributes, type CallReport, mailboxLog } from "@/lib/sandbox/api/call-report";
import { BYTES_PER_MIB, largestNewQuotaBytes, readTags } from "@/lib/sandbox/api/domain-answers";
import { readAttributeHash, readFlags } from "@/lib/sandbox/api/mailbox-flags";
import { checkPassword } from "@/lib/sandbox/api/password-policy";
import { intval, isEmpty, isValidAddress, strval, toList } from "@/lib/sandbox/api/php-values";
import { findDomain, findMailbox } from "@/lib/sandbox/find-records";
import { hashPassword } from "@/lib/sandbox/hash-password";
import type { MailboxRecord } from "@/lib/sandbox/mailbox-record";
import { nowInServerTime } from "@/lib/sandbox/server-time";

/** One result an item, in order; a bad item does not stop the others. */
export const editMailbox: ChangeRoute = async (context, call, report) => {
  const log = mailboxLog("edit", "mailbox", { username: call.items, ...call.attributes });
  for (const item of toList(call.items)) {
    const username = strval(item).toLowerCase();
    if (!isValidAddress(username)) {
      report.refuse(log, ["username_invalid", strval(item)]);
      continue;
    }
    const mailbox = findMailbox(context.state, username);
    if (!mailbox?.hasUsageRow) {
      report.refuse(log, "access_denied");
      continue;
    }
    await editOne(context, mailbox, call.attributes, log, report);
  }
};

async function editOne(
  { state }: ApiContext,
  mailbox: MailboxRecord,
  attributes: Attributes,
  log: readonly unknown[],
  report: CallReport,
): Promise<void> {
  const quotaBytes = readQuotaBytes(mailbox, attributes);
  const domain = findDomain(state, mailbox.domain);
  const largestBytes = domain ? largestNewQuotaBytes(state, domain, mailbox.username) : 0;
  if (quotaBytes > largestBytes) {
    return report.refuse(log, ["mailbox_quota_left_exceeded", largestBytes / BYTES_PER_MIB]);
  }
  const { password } = attributes;
  const now = nowInServerTime();
  if (!isEmpty(password)) {
    if (!checkPassword(state.passwordPolicy, password, attributes.password2, report)) return;
    mailbox.hash = await hashPassword(password);
    mailbox.attributes.passwd_update = now;
  }
  if (!isEmpty(attributes.name)) mailbox.name = strval(attributes.name).replace(/>+$/, "").replace(/^<+/, "");
  if (attributes.active !== undefined) mailbox.active = intval(attributes.active);
  if (attributes.sender_acl !== undefined) mailbox.senderAcl = toList(attributes.sender_acl).map(strval);
  mailbox.quotaBytes = quotaBytes;
  mailbox.tags = [...new Set([...mailbox.tags, ...readTags(attributes.tags)])];
  mailbox.attributes = {
    ...mailbox.attributes,
    ...readFlags(attributes),
    attribute_hash: readAttributeHash(attributes),
    recovery_email: readRecoveryEmail(mailbox, attributes),
  };
  mailbox.modified = now;
  report.succeed(log, ["mailbox_modified", mailbox.username]);
}

/** An empty text keeps the quota, `0` makes it unlimited, and fractions of a MiB are cut off. */
function readQuotaBytes(mailbox: MailboxRecord, attributes: Attributes): number {
  const { quota } = attributes;
  return quota === undefined || quota === null || quota === ""
    ? mailbox.quotaBytes
    : intval(quota) * BYTES_PER_MIB;
}

function readRecoveryEmail(mailbox: MailboxRecord, attributes: Attributes): string | null {
  const given = attributes.pw_recovery_email;
  return given === undefined ? (mailbox.attributes.recovery_email ?? null) : strval(given);
}
