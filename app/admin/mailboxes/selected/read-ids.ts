import { z } from "zod";

/** As many as one page of the list holds, which also fits into a URL. */
const MOST = 200;

/** The ids among these values; anything else is left out. */
export function readIds(values: readonly unknown[]): readonly string[] {
  const ids = values.filter((value) => z.uuid().safeParse(value).success).map(String);
  return [...new Set(ids)].slice(0, MOST);
}

/** Where a selection can be looked at again: the URL is its memory. */
export function selectedHref(
  act: "delete" | "extend",
  ids: readonly string[],
  { isBegun, isAtOnce }: { readonly isBegun: boolean; readonly isAtOnce: boolean },
): string {
  const params = new URLSearchParams({
    act,
    ...(isBegun ? { begun: "1" } : {}),
    ...(isAtOnce ? { atOnce: "1" } : {}),
  });
  for (const id of ids) params.append("id", id);
  return `/admin/mailboxes/selected?${params}`;
}
