import { describe, expect, test } from "vitest";
import { readSearch, searchHref } from "@/app/admin/mailboxes/read-search";
import { readIds, selectedHref } from "@/app/admin/mailboxes/selected/read-ids";

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
    expect(readSearch(params)).toEqual({ sort: "newest", limit: 50 });
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
  });
});

describe("a selection in a URL", () => {
  test("holds each id once and nothing that is none", () => {
    expect(readIds([ID, OTHER, ID, "1 or 1=1", 7])).toEqual([ID, OTHER]);
  });

  test("never holds more than a URL can carry", () => {
    const many = Array.from(
      { length: 500 },
      (_, index) => `${ID.slice(0, -4)}${String(index).padStart(4, "0")}`,
    );
    const ids = readIds(many);
    expect(ids).toHaveLength(200);
    expect(selectedHref("delete", ids, { isBegun: true, isAtOnce: true }).length).toBeLessThan(8_192);
  });

  test("is read back as it was written", () => {
    const url = new URL(
      selectedHref("extend", [ID, OTHER], { isBegun: true, isAtOnce: false }),
      "http://portal.test",
    );
    expect(readIds(url.searchParams.getAll("id"))).toEqual([ID, OTHER]);
    expect([...url.searchParams.keys()]).toEqual(["act", "begun", "id", "id"]);
  });
});
