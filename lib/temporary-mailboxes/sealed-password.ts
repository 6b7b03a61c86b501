/** Where a temporary mailbox's password lies, as the seal's associated data. */
export function temporaryPasswordPlace(mailboxId: string): string {
  return `mailbox:password_sealed:${mailboxId}`;
}
