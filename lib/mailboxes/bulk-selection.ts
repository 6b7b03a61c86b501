import { type MailboxCondition, type MailboxSearch, matchMailboxes } from "./match-mailboxes";

export const bulkActs = ["delete", "extend"] as const;
export type BulkActName = (typeof bulkActs)[number];

/** Rows ticked one by one, or everything that a search matches. */
export type BulkSelection = { readonly ids: readonly string[] } | { readonly search: MailboxSearch };

/** Of what was chosen, only these are concerned; the rest is left out and counted as such. */
export const CONCERNED: Record<BulkActName, string> = {
  delete: "mailbox.state not in ('DELETING', 'DELETED')",
  extend:
    "mailbox.state not in ('DELETING', 'DELETED') and mailbox.purpose = 'TEMPORARY' and mailbox.expires_at is not null",
};

/**
 * Two selections of the same mailboxes have the same one, in whatever order they are read: how a page's question and
 * the answer to it are known to be about the same thing.
 */
export function fingerprintOf(idColumn: string): string {
  return `count(*) || ':' || coalesce(bit_xor(hashtextextended(${idColumn}::text, 0)), 0)`;
}

export function matchSelection(selection: BulkSelection): MailboxCondition {
  return "ids" in selection
    ? { sql: "mailbox.id = any($1::uuid[])", values: [selection.ids] }
    : matchMailboxes(selection.search);
}
