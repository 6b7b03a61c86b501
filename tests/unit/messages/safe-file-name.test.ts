import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { downloadHeaders } from "@/lib/messages/download-headers";
import { safeFileName } from "@/lib/messages/safe-file-name";

describe("a name given by a stranger", () => {
  test.each([
    ["report.pdf", "report.pdf"],
    ["../../etc/passwd", "_.._etc_passwd"],
    ["C:\\Windows\\x.exe", "C__Windows_x.exe"],
    ["a\u202efdp.exe", "afdp.exe"],
    ["x\r\nSet-Cookie: a=b.txt", "xSet-Cookie_ a=b.txt"],
    ['say "hi".txt', "say _hi_.txt"],
    ["Отчёт.pdf", "Отчёт.pdf"],
    [".bashrc", "bashrc"],
    ["", "attachment.bin"],
    [null, "attachment.bin"],
    ["\u0000\u0001", "attachment.bin"],
  ])("%j becomes %j", (given, safe) => {
    expect(safeFileName(given, "application/octet-stream")).toBe(safe);
  });

  test("of 4 KB keeps its ending and fits into a file system", () => {
    const name = safeFileName(`${"я".repeat(4_096)}.pdf`, "application/pdf");
    expect(name).toMatch(/^я+\.pdf$/);
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(180);
  });

  test("whatever it is, the download's headers stay one line each and name one file", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 400 }), (given) => {
        const name = safeFileName(given, "text/plain");
        expect(name).not.toMatch(/[/\\\p{Cc}\p{Cs}"]/u);
        const headers = downloadHeaders(name);
        expect(headers["Content-Disposition"]).toMatch(
          /^attachment; filename="[^"\\\r\n]*"; filename\*=UTF-8''[\w%.!#$&+^`|~-]*$/,
        );
        expect(() => new Headers(headers)).not.toThrow();
      }),
    );
  });
});
