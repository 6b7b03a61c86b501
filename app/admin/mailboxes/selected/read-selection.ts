import { z } from "zod";
import { type BulkActName, type BulkSelection, bulkActs } from "@/lib/mailboxes/bulk-selection";
import { readSearch, type SearchParams, searchFields } from "../read-search";

/** What was chosen on the list, and what is to be done with it. */
export interface Order {
  readonly act: BulkActName;
  readonly selection: BulkSelection;
}

/** As many as one page of the list holds, which also fits into a URL. More are chosen by their search. */
const MOST_IDS = 200;

/** From a URL or from a form that was filled in from one; what makes no sense in it is left out. */
export function readOrder(params: SearchParams): Order {
  const act = bulkActs.find((name) => name === params.act) ?? "delete";
  if (params.all === undefined) return { act, selection: { ids: readIds([params.id ?? []].flat()) } };
  const { cursor: _cursor, direction: _direction, limit: _limit, ...search } = readSearch(params);
  return { act, selection: { search } };
}

/** The same, for the hidden fields of a form. */
export function orderFields({ act, selection }: Order): readonly (readonly [name: string, value: string])[] {
  const chosen =
    "ids" in selection
      ? selection.ids.map((id) => ["id", id] as const)
      : [["all", "1"] as const, ...searchFields(selection.search)];
  return [["act", act], ...chosen];
}

/** Of a form that was sent. */
export function formParams(form: FormData): SearchParams {
  const names = [...new Set(form.keys())];
  return Object.fromEntries(
    names.map((name) => {
      const values = form.getAll(name).filter((value) => typeof value === "string");
      return [name, values.length > 1 ? values : values[0]];
    }),
  );
}

function readIds(values: readonly string[]): readonly string[] {
  const ids = values.filter((value) => z.uuid().safeParse(value).success);
  return [...new Set(ids)].slice(0, MOST_IDS);
}
