import type { MailboxSort, SearchMailboxesInput } from "./search-mailboxes";

/** What was looked for, without the place in the list. */
export type MailboxSearch = Omit<SearchMailboxesInput, "cursor" | "direction" | "limit">;

/** A condition on `mailbox`. What people typed stands among the values only, as `$1`, `$2` … of the text. */
export interface MailboxCondition {
  readonly sql: string;
  readonly values: readonly (string | readonly string[])[];
}

/** What an order lists at all: by expiry only what has one. The purpose is said because the index begins with it. */
const AMONG: Record<MailboxSort, string> = {
  newest: "true",
  oldest: "true",
  address: "mailbox.address is not null",
  expiry: "mailbox.purpose = 'TEMPORARY' and mailbox.expires_at is not null",
};

/** The one definition of which mailboxes match: the list, the count and what is done to all of them agree by it. */
export function matchMailboxes({ query, domain, state, purpose, sort }: MailboxSearch): MailboxCondition {
  const values: string[] = [];
  const place = (value: string) => `$${values.push(value)}`;
  const conditions = [
    AMONG[sort],
    // Written out, not a value: the partial indexes are found by it.
    state ? `mailbox.state = ${place(upper(state))}::"MailboxState"` : "mailbox.state <> 'DELETED'",
    ...(query ? [`mailbox.address like ${place(`%${escapeLike(query)}%`)}`] : []),
    ...(domain ? [`mailbox.domain_name = ${place(domain)}`] : []),
    ...(purpose ? [`mailbox.purpose = ${place(upper(purpose))}::"MailboxPurpose"`] : []),
  ];
  return { sql: conditions.join(" and "), values };
}

/** `_` and `%` are characters of addresses here, not wildcards. */
function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, "\\$&");
}

function upper(name: string): string {
  return name.toUpperCase().replaceAll("-", "_");
}
