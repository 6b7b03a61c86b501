import { addAlias } from "@/lib/sandbox/api/add-alias";
import { addMailbox } from "@/lib/sandbox/api/add-mailbox";
import { addAliasDomain, deleteAliasDomain, getAliasDomain } from "@/lib/sandbox/api/alias-domain-routes";
import { deleteAlias, editAlias, getAlias } from "@/lib/sandbox/api/alias-routes";
import { answerJson } from "@/lib/sandbox/api/api-answer";
import type { ChangeRoute, GetRoute } from "@/lib/sandbox/api/api-context";
import {
  addAppPassword,
  deleteAppPassword,
  editAppPassword,
  getAppPasswords,
} from "@/lib/sandbox/api/app-password-routes";
import { editCustomAttributes } from "@/lib/sandbox/api/custom-attribute-routes";
import { deleteMailbox, deleteMailboxTag } from "@/lib/sandbox/api/delete-mailbox";
import { addDkim, deleteDkim, getDkim } from "@/lib/sandbox/api/dkim-routes";
import {
  addDomain,
  deleteDomain,
  deleteDomainTag,
  editDomain,
  getDomain,
} from "@/lib/sandbox/api/domain-routes";
import { editMailbox } from "@/lib/sandbox/api/edit-mailbox";
import { addFilter, deleteFilter, editFilter, getFilters } from "@/lib/sandbox/api/filter-routes";
import { getMailbox } from "@/lib/sandbox/api/get-mailbox";
import { getLastLogin, getLogs } from "@/lib/sandbox/api/log-routes";
import {
  editDelimiterAction,
  editPushover,
  editQuarantineCategory,
  editQuarantineNotification,
  editRateLimit,
  editSpamScore,
  editTlsPolicy,
  editUserAcl,
  getRateLimit,
  getSpamScore,
} from "@/lib/sandbox/api/mailbox-setting-routes";
import { editPasswordPolicy, getPasswordPolicy } from "@/lib/sandbox/api/password-policy";
import { renameMailbox } from "@/lib/sandbox/api/rename-mailbox";
import { getStatus } from "@/lib/sandbox/api/status-routes";
import {
  addTemporaryAlias,
  deleteTemporaryAlias,
  editTemporaryAlias,
  getTemporaryAliases,
} from "@/lib/sandbox/api/temporary-alias-routes";

export const GET_ROUTES: ReadonlyMap<string, GetRoute> = new Map<string, GetRoute>([
  ["alias", getAlias],
  ["alias-domain", getAliasDomain],
  ["app-passwd", getAppPasswords],
  ["dkim", getDkim],
  ["domain", getDomain],
  ["fail2ban", () => answerJson({ regex: null, whitelist: "", blacklist: "" })],
  ["filters", getFilters],
  ["last-login", getLastLogin],
  ["logs", getLogs],
  ["mailbox", getMailbox],
  ["mailq", () => answerJson([])],
  ["passwordpolicy", getPasswordPolicy],
  ["quarantine", () => answerJson([])],
  ["rl-domain", getRateLimit],
  ["rl-mbox", getRateLimit],
  ["spam-score", getSpamScore],
  ["status", getStatus],
  ["time_limited_aliases", getTemporaryAliases],
]);

/** Keyed `action/category`, or `action/category/object` where Mailcow looks one part further. */
export const CHANGE_ROUTES: ReadonlyMap<string, ChangeRoute> = new Map<string, ChangeRoute>([
  ["add/alias", addAlias],
  ["add/alias-domain", addAliasDomain],
  ["add/app-passwd", addAppPassword],
  ["add/dkim", addDkim],
  ["add/domain", addDomain],
  ["add/filter", addFilter],
  ["add/mailbox", addMailbox],
  ["add/time_limited_alias", addTemporaryAlias],
  ["edit/alias", editAlias],
  ["edit/app-passwd", editAppPassword],
  ["edit/delimiter_action", editDelimiterAction],
  ["edit/domain", editDomain],
  ["edit/filter", editFilter],
  ["edit/mailbox", editMailbox],
  ["edit/mailbox/custom-attribute", editCustomAttributes],
  ["edit/passwordpolicy", editPasswordPolicy],
  ["edit/pushover", editPushover],
  ["edit/quarantine_category", editQuarantineCategory],
  ["edit/quarantine_notification", editQuarantineNotification],
  ["edit/rename-mbox", renameMailbox],
  ["edit/rl-domain", editRateLimit],
  ["edit/rl-mbox", editRateLimit],
  ["edit/spam-score", editSpamScore],
  ["edit/time_limited_alias", editTemporaryAlias],
  ["edit/tls_policy", editTlsPolicy],
  ["edit/user-acl", editUserAcl],
  ["delete/alias", deleteAlias],
  ["delete/alias-domain", deleteAliasDomain],
  ["delete/app-passwd", deleteAppPassword],
  ["delete/dkim", deleteDkim],
  ["delete/domain", deleteDomain],
  ["delete/domain/tag", deleteDomainTag],
  ["delete/filter", deleteFilter],
  ["delete/mailbox", deleteMailbox],
  ["delete/mailbox/tag", deleteMailboxTag],
  ["delete/time_limited_alias", deleteTemporaryAlias],
]);
