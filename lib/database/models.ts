/** The rows as the database gives them, for code that maps them to what people see. */
export type {
  Account,
  Domain,
  Mailbox,
  MailRule,
  MailServerState,
  Operation,
  OutgoingMessage,
  Webhook,
  WebhookDelivery,
} from "./generated/client";
