import type { Route } from "./define-route";
import { cancelMailboxDeletion } from "./routes/cancel-mailbox-deletion";
import { cleanUpExpired } from "./routes/clean-up-expired";
import { cleanUpInactive } from "./routes/clean-up-inactive";
import { createMailbox } from "./routes/create-mailbox";
import { createRandomMailbox } from "./routes/create-random-mailbox";
import { createRule } from "./routes/create-rule";
import { createWebhook } from "./routes/create-webhook";
import { deleteAnyMailbox } from "./routes/delete-any-mailbox";
import { deleteMailbox } from "./routes/delete-mailbox";
import { deleteRule } from "./routes/delete-rule";
import { deleteWebhook } from "./routes/delete-webhook";
import { getAttachment } from "./routes/get-attachment";
import { getHealth } from "./routes/get-health";
import { getMailboxInfo } from "./routes/get-mailbox-info";
import { getMailcowHealth } from "./routes/get-mailcow-health";
import { getMessage } from "./routes/get-message";
import { getOperation } from "./routes/get-operation";
import { getOutgoingMessage } from "./routes/get-outgoing-message";
import { getRawMessage } from "./routes/get-raw-message";
import { getTemporaryMailboxInfo } from "./routes/get-temporary-mailbox-info";
import { getWebhook } from "./routes/get-webhook";
import { getWebmailUrl } from "./routes/get-webmail-url";
import { listAccounts } from "./routes/list-accounts";
import { listDeliveries } from "./routes/list-deliveries";
import { listMailboxes } from "./routes/list-mailboxes";
import { listMessages } from "./routes/list-messages";
import { listRules } from "./routes/list-rules";
import { listWebhooks } from "./routes/list-webhooks";
import { redeliverWebhook } from "./routes/redeliver-webhook";
import { retryOperation } from "./routes/retry-operation";
import { rotateWebhookSecret } from "./routes/rotate-webhook-secret";
import { saveDomain } from "./routes/save-domain";
import { sendMessage } from "./routes/send-message";
import { updateAnyMailbox } from "./routes/update-any-mailbox";
import { updateMailbox } from "./routes/update-mailbox";
import { updateMailboxPassword } from "./routes/update-mailbox-password";
import { updateQuota } from "./routes/update-quota";
import { updateRule } from "./routes/update-rule";
import { updateWebhook } from "./routes/update-webhook";
import { waitForMessage } from "./routes/wait-for-message";

/** Every operation that takes a token, in the order of the document. A test compares this list with the files under app/api. */
export const apiRoutes: readonly Route[] = [
  getMailboxInfo,
  createMailbox,
  updateMailboxPassword,
  getWebmailUrl,
  updateMailbox,
  deleteMailbox,
  cancelMailboxDeletion,
  createRandomMailbox,
  getTemporaryMailboxInfo,
  listMessages,
  getMessage,
  getRawMessage,
  getAttachment,
  waitForMessage,
  sendMessage,
  getOutgoingMessage,
  listRules,
  createRule,
  updateRule,
  deleteRule,
  listWebhooks,
  createWebhook,
  getWebhook,
  updateWebhook,
  deleteWebhook,
  rotateWebhookSecret,
  listDeliveries,
  redeliverWebhook,
  getOperation,
  retryOperation,
  listMailboxes,
  updateAnyMailbox,
  deleteAnyMailbox,
  listAccounts,
  saveDomain,
  cleanUpExpired,
  cleanUpInactive,
  updateQuota,
  getMailcowHealth,
  getHealth,
];
