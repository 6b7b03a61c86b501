import { describe, expect, test } from "vitest";
import { readSearch, searchHref } from "@/app/admin/mailboxes/read-search";
import { formParams, orderFields, readOrder } from "@/app/admin/mailboxes/selected/read-selection";

const ID = "0193a1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b";
const OTHER = "0193a1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1c";

describe("the search in a URL", () => {
  test("is kept whole, and the address compared in small letters", () => {
    const search = readSearch({
      query: " Anna ",
      domain: "a.test",
      state: "active",
      purpose: "person",
      sort: "address",
    });
    expect(search).toMatchObject({
      query: "anna",
      domain: "a.test",
      state: "active",
      purpose: "person",
      sort: "address",
    });
  });

  test.each([
    [{ state: "asleep" }],
    [{ sort: "by-luck" }],
    [{ cursor: "nonsense" }],
    [{ purpose: ["person", "temporary"] }],
    [{ query: "x".repeat(300) }],
  ])("shows a list also when %j makes no sense", (params) => {
    expect(readSearch(params)).toEqual({ sort: "newest", direction: "forward", limit: 50 });
  });

  test("a new order begins at the first page", () => {
    const cursor = Buffer.from(JSON.stringify(["", ID])).toString("base64url");
    const search = readSearch({ query: "anna", cursor });
    expect(search.cursor).toEqual(["", ID]);
    expect(searchHref(search, { sort: "oldest" })).toBe("/admin/mailboxes?query=anna&sort=oldest");
  });

  test("the next page keeps the search", () => {
    const href = searchHref(readSearch({ domain: "a.test", sort: "expiry" }), { cursor: "abc" });
    expect(href).toBe("/admin/mailboxes?domain=a.test&sort=expiry&cursor=abc");
    const back = searchHref(readSearch({ domain: "a.test" }), { cursor: "abc", direction: "back" });
    expect(back).toBe("/admin/mailboxes?domain=a.test&sort=newest&cursor=abc&direction=back");
  });
});

describe("what was chosen", () => {
  test("holds each id once and nothing that is none", () => {
    const order = readOrder({ act: "delete", id: [ID, OTHER, ID, "1 or 1=1"] });
    expect(order).toEqual({ act: "delete", selection: { ids: [ID, OTHER] } });
    expect(readOrder({ id: ID }).selection).toEqual({ ids: [ID] });
    expect(readOrder({ act: "delete" }).selection).toEqual({ ids: [] });
  });

  test("never holds more rows than a URL can carry", () => {
    const many = Array.from(
      { length: 500 },
      (_, index) => `${ID.slice(0, -4)}${String(index).padStart(4, "0")}`,
    );
    const { selection } = readOrder({ act: "delete", id: many });
    expect("ids" in selection && selection.ids).toHaveLength(200);
  });

  test("is everything that matches when that was ticked, whatever rows were ticked beside it", () => {
    const order = readOrder({
      act: "extend",
      all: "1",
      id: ID,
      query: "anna",
      domain: "a.test",
      cursor: "abc",
    });
    expect(order).toEqual({
      act: "extend",
      selection: { search: { query: "anna", domain: "a.test", sort: "newest" } },
    });
  });

  test.each([
    { act: "delete", id: [ID, OTHER] },
    { act: "extend", all: "1", query: "anna", sort: "expiry" },
  ])("%j comes back from a form as it was put into it", (params) => {
    const order = readOrder(params);
    const form = new FormData();
    for (const [name, value] of orderFields(order)) form.append(name, value);
    expect(readOrder(formParams(form))).toEqual(order);
  });
});
