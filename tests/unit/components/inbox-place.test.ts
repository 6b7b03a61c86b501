import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  composeHref,
  filesHref,
  folderSegment,
  type InboxPlace,
  listHref,
  messageHref,
  readFolderSegment,
} from "@/components/inbox/inbox-place";

const PLACE: InboxPlace = { mailbox: null, folder: "inbox", query: "", isUnreadOnly: false, before: null };

describe("a folder in a URL", () => {
  test("any key comes back as it was", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 200, unit: "grapheme" }), (key) => {
        expect(readFolderSegment(folderSegment(key))).toBe(key);
      }),
    );
  });

  test("one that is called like a page of the inbox is not taken for it", () => {
    for (const name of ["compose", "outgoing", "events"]) {
      expect(folderSegment(name)).not.toBe(name);
      expect(readFolderSegment(folderSegment(name))).toBe(name);
    }
  });

  test("what cannot be a key is none", () => {
    expect(readFolderSegment("%")).toBeNull();
    expect(readFolderSegment("~")).toBeNull();
    expect(readFolderSegment("x".repeat(2_000))).toBeNull();
  });
});

describe("links", () => {
  const searched = { ...PLACE, query: "a & b", isUnreadOnly: true, before: "1.2.3", mailbox: "m" };

  test("a message keeps the list beside it, page and search", () => {
    expect(messageHref(searched, "1.2")).toBe("/inbox/inbox/1.2?mailbox=m&q=a+%26+b&unread=1&before=1.2.3");
  });

  test("a message of another folder leaves the search behind", () => {
    expect(messageHref(searched, "1.2", { folder: "sent" })).toBe("/inbox/sent/1.2?mailbox=m");
  });

  test("another search or folder begins at its first page", () => {
    expect(listHref(searched, { query: "c" })).toBe("/inbox/inbox?mailbox=m&q=c&unread=1");
    expect(listHref(PLACE, { folder: "Work/2026" })).toBe("/inbox/Work%2F2026");
  });

  test("files and the form for writing name the mailbox where there are several", () => {
    expect(filesHref(searched, "1.2").attachment("1.3")).toBe("/inbox/inbox/1.2/attachments/1.3?mailbox=m");
    expect(filesHref(PLACE, "1.2").raw).toBe("/inbox/inbox/1.2/raw");
    expect(composeHref(null)).toBe("/inbox/compose");
    expect(composeHref("m", { mode: "reply", folder: "inbox", messageId: "1.2" })).toBe(
      "/inbox/compose?mailbox=m&mode=reply&folder=inbox&message=1.2",
    );
  });
});
