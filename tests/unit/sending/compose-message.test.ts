import { text } from "node:stream/consumers";
import fc from "fast-check";
import PostalMime from "postal-mime";
import { describe, expect, test } from "vitest";
import { composeMessage, type NewMessage } from "@/lib/sending/compose-message";
import { cleanName } from "@/lib/sending/parse-recipients";
import { anyHeaderText } from "./address-texts";

const PLAIN: NewMessage = {
  head: {
    from: { name: "Ada", address: "ada@example.org" },
    to: [{ name: "Bob", address: "bob@example.org" }],
    cc: [{ name: "", address: "carol@example.org" }],
    subject: "Hello",
  },
  messageIdHeader: "<0b9c@example.org>",
  date: new Date("2026-11-21T10:00:00Z"),
  text: "Line one\n",
  html: null,
  attachments: [],
  thread: null,
};

const compose = (changes: Partial<NewMessage>) => text(composeMessage({ ...PLAIN, ...changes }));

/** As the strictest reader sees them: one line each, folded ones joined. */
function headersOf(source: string): (readonly [string, string])[] {
  const block = source.slice(0, source.indexOf("\r\n\r\n"));
  return block
    .replace(/\r\n[ \t]/g, " ")
    .split("\r\n")
    .map((line) => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon), line.slice(colon + 1).trim()] as const;
    });
}

const NAMES = ["From", "To", "Cc", "Message-ID", "Date", "MIME-Version", "Content-Type"];
const OPTIONAL = ["Subject", "In-Reply-To", "References", "Content-Transfer-Encoding"];

test("whatever stands in subject, names, file names, types and Message-IDs makes no header of its own", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        subject: anyHeaderText,
        name: anyHeaderText,
        file: anyHeaderText,
        type: anyHeaderText,
        id: anyHeaderText,
      }),
      async ({ subject, name, file, type, id }) => {
        const source = await compose({
          head: {
            ...PLAIN.head,
            from: { name: cleanName(name), address: "ada@example.org" },
            to: [{ name: cleanName(name), address: "bob@example.org" }],
            subject,
          },
          attachments: [{ fileName: file, mimeType: type, content: Buffer.from("x") }],
          thread: { messageIdHeader: id, references: [id, `<${id}>`, "<a@b.example>"] },
        });
        const names = headersOf(source).map(([header]) => header);
        expect(names.filter((header) => !OPTIONAL.includes(header)).sort()).toEqual([...NAMES].sort());
        expect(new Set(names).size).toBe(names.length);
        expect(source).not.toMatch(/^Bcc:/im);
        expect(source.replaceAll("\r\n", "")).not.toMatch(/[\r\n\0]/);
        const read = await PostalMime.parse(source);
        expect(read.to?.map(({ address }) => address)).toEqual(["bob@example.org"]);
        expect(read.cc?.map(({ address }) => address)).toEqual(["carol@example.org"]);
        expect(read.bcc).toBeUndefined();
        expect(read.from?.address).toBe("ada@example.org");
        expect(read.attachments).toHaveLength(1);
      },
    ),
    { numRuns: 400 },
  );
}, 120_000);

describe("a composed message", () => {
  test("says what it was given, text first", async () => {
    const read = await PostalMime.parse(
      await compose({
        head: { ...PLAIN.head, subject: "Привет, мир" },
        html: "<p>Line <b>one</b></p>",
        attachments: [
          { fileName: "отчёт.pdf", mimeType: "application/pdf", content: Buffer.from([0, 255, 13, 10]) },
        ],
      }),
    );
    expect(read).toMatchObject({
      subject: "Привет, мир",
      messageId: PLAIN.messageIdHeader,
      date: "2026-11-21T10:00:00.000Z",
    });
    expect(read.text?.trim()).toBe("Line one");
    expect(read.html).toContain("<b>one</b>");
    const [file] = read.attachments;
    expect(file).toMatchObject({
      filename: "отчёт.pdf",
      mimeType: "application/pdf",
      disposition: "attachment",
    });
    expect([...new Uint8Array(file?.content as ArrayBuffer)]).toEqual([0, 255, 13, 10]);
  });

  test("reads no file and no address that its content names", async () => {
    const source = await compose({
      text: "/etc/passwd",
      html: '<img src="file:///etc/passwd"><img src="http://127.0.0.1:1/x">',
      attachments: [{ fileName: "/etc/passwd", mimeType: "text/plain", content: Buffer.from("harmless") }],
    });
    expect(source).not.toContain("root:");
    expect(source).toContain("filename=_etc_passwd");
  });

  test.each(["multipart/mixed", "message/rfc822", "text", "text/html\r\nX-Evil: 1", "../x", ""])(
    "a file of type %j is a closed thing",
    async (mimeType) => {
      const source = await compose({
        attachments: [{ fileName: "a.bin", mimeType, content: Buffer.from("x") }],
      });
      expect(source).toContain("Content-Type: application/octet-stream; name=a.bin");
    },
  );
});

describe("an answer", () => {
  const thread = (messageIdHeader: string | null, references: readonly string[]) =>
    compose({ thread: { messageIdHeader, references } }).then((source) => new Map(headersOf(source)));

  test("names the message it answers and the conversation before it", async () => {
    const headers = await thread("<3@x.example>", ["<1@x.example>", "<2@x.example>"]);
    expect(headers.get("In-Reply-To")).toBe("<3@x.example>");
    expect(headers.get("References")).toBe("<1@x.example> <2@x.example> <3@x.example>");
  });

  test("of a long conversation names the first and the newest messages", async () => {
    const ids = Array.from({ length: 200 }, (_, number) => `<${number}@x.example>`);
    const references = (await thread("<200@x.example>", ids)).get("References")?.split(" ");
    expect(references).toHaveLength(20);
    expect(references?.[0]).toBe("<0@x.example>");
    expect(references?.at(-1)).toBe("<200@x.example>");
  });

  test.each([
    "<a b@x>",
    "a@x.example",
    "<a@x>\r\nBcc: eve@evil.example",
    "<a@x><b@x>",
    `<${"a".repeat(300)}@x>`,
  ])("leaves out what is no Message-ID: %j", async (id) => {
    const headers = await thread(id, [id]);
    expect(headers.has("In-Reply-To")).toBe(false);
    expect(headers.has("References")).toBe(false);
  });
});
