/** A mail domain. Limits are MiB, as Mailcow takes and stores them; answers convert to bytes. */
export type DomainRecord = {
  name: string;
  description: string;
  aliasLimit: number;
  mailboxLimit: number;
  defaultQuotaMiB: number;
  mailboxQuotaLimitMiB: number;
  quotaMiB: number;
  active: number;
  gal: number;
  backupmx: number;
  relayAllRecipients: number;
  relayUnknownOnly: number;
  relayhost: string;
  tags: string[];
  created: string;
  modified: string | null;
  dkim: DkimRecord | null;
};

export type DkimRecord = { selector: string; publicKey: string; length: string };
