export type MailUsage = { readonly usedBytes: number; readonly messages: number };

/** Where mail lies. The API reads usage from it and tells it about removed and renamed mailboxes. */
export type MailStore = {
  readUsage(username: string): MailUsage;
  removeMail(username: string): Promise<void>;
  renameMail(oldUsername: string, newUsername: string): Promise<void>;
};
