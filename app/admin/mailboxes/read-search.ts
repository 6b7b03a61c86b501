import {
  type MailboxSort,
  type SearchMailboxesInput,
  searchMailboxesInput,
} from "@/lib/mailboxes/search-mailboxes";

export type SearchParams = Readonly<Record<string, string | string[] | undefined>>;

const FIELDS = ["query", "domain", "state", "purpose", "sort", "cursor"] as const;

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
  { query, domain, state, purpose, sort }: SearchMailboxesInput,
  change: { readonly sort?: MailboxSort; readonly cursor?: string } = {},
): string {
  const params = new URLSearchParams();
  const fields = { query, domain, state, purpose, sort: change.sort ?? sort, cursor: change.cursor };
  for (const [name, value] of Object.entries(fields)) if (value) params.set(name, value);
  return `/admin/mailboxes?${params}`;
}
