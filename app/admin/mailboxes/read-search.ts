import type { MailboxSearch } from "@/lib/mailboxes/match-mailboxes";
import {
  type MailboxSort,
  type SearchMailboxesInput,
  searchMailboxesInput,
} from "@/lib/mailboxes/search-mailboxes";

export type SearchParams = Readonly<Record<string, string | string[] | undefined>>;

const FIELDS = ["query", "domain", "state", "purpose", "sort", "cursor", "direction"] as const;

/** The search in a URL. What makes no sense there is left out: a link somebody edited still shows a list. */
export function readSearch(params: SearchParams): SearchMailboxesInput {
  const given = Object.fromEntries(
    FIELDS.flatMap((name) => {
      const value = params[name];
      if (typeof value !== "string" || value === "") return [];
      return searchMailboxesInput.safeParse({ [name]: value }).success ? [[name, value]] : [];
    }),
  );
  return searchMailboxesInput.parse(given);
}

/** The same search in another order, or on another page; a new order begins at the first page. */
export function searchHref(
  search: SearchMailboxesInput,
  change: {
    readonly sort?: MailboxSort;
    readonly cursor?: string;
    readonly direction?: SearchMailboxesInput["direction"];
  } = {},
): string {
  const params = new URLSearchParams(
    searchFields({ ...search, ...(change.sort ? { sort: change.sort } : {}) }).map((field) => [...field]),
  );
  if (change.cursor) params.set("cursor", change.cursor);
  if (change.cursor && change.direction === "back") params.set("direction", "back");
  return `/admin/mailboxes?${params}`;
}

/** What was looked for, as a URL and a form hold it; the place in the list is no part of it. */
export function searchFields(search: MailboxSearch): readonly (readonly [name: string, value: string])[] {
  const { query, domain, state, purpose, sort } = search;
  return Object.entries({ query, domain, state, purpose, sort }).flatMap(([name, value]) =>
    value ? [[name, value] as const] : [],
  );
}
