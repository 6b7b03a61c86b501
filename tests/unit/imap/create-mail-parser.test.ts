import { afterAll, describe, expect, test } from "vitest";
import { createMailParser } from "@/lib/imap/create-mail-parser";

const parser = createMailParser({ timeoutMs: 15_000 });

afterAll(() => parser.close());

const part = { mimeType: "text/plain" as const, charset: "utf-8", encoding: "8bit", isFlowed: false };

describe("decoding a part", () => {
  test.each([
    ["8bit", Buffer.from("Grüße ✓\r\n")],
    ["quoted-printable", Buffer.from("Gr=C3=BC=\r\n=C3=9Fe =E2=9C=93\r\n")],
    ["base64", Buffer.from(Buffer.from("Grüße ✓\r\n").toString("base64"))],
    ["x-unknown", Buffer.from("Grüße ✓\r\n")],
  ])("undoes %s", async (encoding, bytes) => {
    expect((await parser.decodePart({ ...part, encoding, bytes })).trim()).toBe("Grüße ✓");
  });

  test("reads the character set that is named, and survives one that is not real", async () => {
    const bytes = Buffer.from([0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2]);
    expect((await parser.decodePart({ ...part, charset: "windows-1251", bytes })).trim()).toBe("Привет");
    expect(await parser.decodePart({ ...part, charset: 'x"\r\nX: y', bytes: Buffer.from("ok") })).toContain(
      "ok",
    );
  });

  test("joins flowed lines", async () => {
    const bytes = Buffer.from("one \r\ntwo\r\n");
    expect((await parser.decodePart({ ...part, isFlowed: true, bytes })).trim()).toBe("one two");
  });

  test("a mebibyte of short lines is read whole", async () => {
    const letter = "lorem ipsum\r\n".repeat(80_000);
    const startedAt = performance.now();
    const text = await parser.decodePart({ ...part, bytes: Buffer.from(letter) });
    process.stdout.write(`1 MiB of short lines: ${Math.round(performance.now() - startedAt)} ms\n`);
    expect(text.match(/lorem ipsum/g)).toHaveLength(80_000);
  });
});

describe("reading headers", () => {
  test("decodes words and addresses, and takes out what turns or breaks a line", async () => {
    const block = Buffer.from(
      "From: =?utf-8?Q?B=C3=BCro?= <a@b.test>\r\nTo: Team: c@d.test, e@f.test;\r\nSubject: a\u202eb =?utf-8?Q?c=0D=0Ad?=\r\nDate: Sat, 21 Nov 2026 10:00:00 +0000\r\n",
    );
    const [headers] = await parser.parseHeaders([block]);
    expect(headers).toMatchObject({
      from: { name: "Büro", address: "a@b.test" },
      to: [{ address: "c@d.test" }, { address: "e@f.test" }],
      subject: expect.not.stringMatching(/[\u202e\r\n]/),
      sentAt: new Date("2026-11-21T10:00:00Z"),
    });
  });

  test("names deliveries topmost first", async () => {
    const block = Buffer.from(
      "X-Original-To: A@b.test\r\nDelivered-To: <c@d.test>\r\nX-Original-To: e@f.test\r\n",
    );
    expect((await parser.parseHeaders([block]))[0]?.deliveries).toEqual([
      { header: "x-original-to", address: "a@b.test" },
      { header: "delivered-to", address: "c@d.test" },
      { header: "x-original-to", address: "e@f.test" },
    ]);
  });
});
