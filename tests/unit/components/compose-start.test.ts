import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatReference, readReference } from "@/app/(portal)/inbox/compose/file-reference";
import {
  answerSubject,
  forwardBelow,
  forwardSubject,
  quoteBelow,
} from "@/app/(portal)/inbox/compose/quote-text";
import { readBcc, readDraftHeader, writeDraftHeader } from "@/lib/sending/draft-header";

describe("quoting", () => {
  test("each line behind a mark, an earlier quote one deeper, with room above", () => {
    expect(quoteBelow("Hello\n\n> before\n", "Anna wrote:")).toBe("\n\nAnna wrote:\n> Hello\n>\n>> before\n");
  });

  test("a forwarded message stands below its own head, in which nothing begins a line of its own", () => {
    const head = { title: "Forwarded", lines: [["Subject", "a\nFrom: me"] as const, ["To", ""] as const] };
    expect(forwardBelow("Text", head)).toBe(
      "\n\n---------- Forwarded ----------\nSubject: a From: me\n\nText\n",
    );
  });

  test.each([
    ["Hay", "Re: Hay"],
    ["Re: Hay", "Re: Hay"],
    ["RE[2]: Hay", "RE[2]: Hay"],
    ["Отв: Сено", "Отв: Сено"],
    ["", "Re:"],
  ])("an answer to “%s”", (subject, expected) => {
    expect(answerSubject(subject)).toBe(expected);
  });

  test.each([
    ["Hay", "Fwd: Hay"],
    ["Fw: Hay", "Fw: Hay"],
  ])("“%s” passed on", (subject, expected) => {
    expect(forwardSubject(subject)).toBe(expected);
  });
});

describe("what a draft remembers", () => {
  const note = {
    mode: "reply" as const,
    original: { folder: "Work/Сено", messageId: "1.2" },
    unfinished: { to: "half an addr", cc: undefined, bcc: "ещё" },
  };

  test("comes back, from a header whose lines are short and plain", () => {
    const header = writeDraftHeader(note);
    expect(header).toMatch(/^[\x20-\x7e\r\n]+$/);
    expect(Math.max(...header.split("\r\n").map(({ length }) => length))).toBeLessThan(100);
    expect(readDraftHeader(`Subject: x\r\n${header}\r\nText`)).toEqual(note);
  });

  test("is nothing for drafts of other programs, and for what only looks like it", () => {
    expect(readDraftHeader("Subject: x\n\nX-Pasture-Draft: e30=\n")).toBeNull();
    expect(readDraftHeader("X-Pasture-Draft: !!!\n\n")).toBeNull();
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(() => readDraftHeader(`X-Pasture-Draft: ${text}`)).not.toThrow();
      }),
    );
  });

  test("the hidden recipients are read from the draft's own header, folded or not", () => {
    expect(readBcc("To: a@b.example\r\nBcc: c@d.example,\r\n e@f.example\r\n\r\nBcc: no@body.example")).toBe(
      "c@d.example, e@f.example",
    );
    expect(readBcc("To: a@b.example\n\n")).toBe("");
  });
});

test("a reference to a file leads back to it, whatever its folder is called; anything else leads nowhere", () => {
  expect(readReference(formatReference("Work 2026/Сено", "1.2", "1.3"))).toMatchObject({
    folder: "Work 2026/Сено",
    messageId: { uidValidity: "1", uid: 2 },
    partNumber: "1.3",
  });
  for (const text of ["", "1.2", "1.2 1.3", "1.2 ../.. inbox", "0.0 1 inbox"])
    expect(readReference(text)).toBeNull();
});
