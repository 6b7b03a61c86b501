/** A mailbox with what Mailcow keeps in its `mailbox`, `quota2` and `alias` tables. */
export type MailboxRecord = {
  username: string;
  localPart: string;
  domain: string;
  name: string;
  /** `{SCHEME}hash`. */
  hash: string;
  quotaBytes: number;
  /** 0 no login and no mail, 1 normal, 2 mail but no login. */
  active: number;
  created: string;
  modified: string | null;
  attributes: MailboxAttributes;
  /** Pairs, because keys such as `__proto__` and the empty string are allowed and order is kept. */
  customAttributes: [string, unknown][];
  tags: string[];
  senderAcl: string[];
  /** False for a torn mailbox that lost its usage row: every field of its answer is then null. */
  hasUsageRow: boolean;
  /** False for a torn mailbox that Postfix no longer delivers to. */
  hasAliasRow: boolean;
};

/** The order of the keys is the order of Mailcow's answer. */
export type MailboxAttributes = {
  force_pw_update: string;
  force_tfa: string;
  tls_enforce_in: string;
  tls_enforce_out: string;
  sogo_access: string;
  imap_access: string;
  pop3_access: string;
  smtp_access: string;
  sieve_access: string;
  eas_access: string;
  dav_access: string;
  relayhost: string;
  passwd_update: string;
  mailbox_format: string;
  quarantine_notification: string;
  quarantine_category: string;
  attribute_hash: string;
  /** Appears with the first edit. */
  recovery_email?: string | null;
};
