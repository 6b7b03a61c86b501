import { describe, expect, test } from "vitest";
import { formatTable } from "@/lib/cli/format-table";
import { unwrapResult } from "@/lib/cli/unwrap-result";
import { formatLogLine } from "@/lib/cli/up/format-log-line";
import { describePortal } from "@/lib/cli/up/running-portal";
import { fail } from "@/lib/errors/result";
import { generatePassword } from "@/lib/secrets/generate-password";

describe("generatePassword", () => {
  test("has the length asked for and one character of every kind, every time", () => {
    for (let round = 0; round < 500; round += 1) {
      const password = generatePassword(12);
      expect(password).toHaveLength(12);
      for (const kind of [/[a-z]/, /[A-Z]/, /[0-9]/, /[^a-zA-Z0-9]/]) expect(password).toMatch(kind);
      expect(password).not.toMatch(/[lIO01]/);
    }
  });

  test("is not given twice", () => {
    expect(new Set(Array.from({ length: 200 }, () => generatePassword(16))).size).toBe(200);
  });
});

describe("formatLogLine", () => {
  test("turns our JSON into a sentence without bookkeeping", () => {
    const line = JSON.stringify({
      level: "warn",
      time: "t",
      pid: 1,
      name: "worker",
      msg: "operation tried",
      attempts: 2,
    });
    expect(formatLogLine(line)).toBe("warn operation tried attempts=2");
  });

  test("keeps what is not ours as it is", () => {
    expect(formatLogLine("{ not json")).toBe("{ not json");
    expect(formatLogLine("plain words  ")).toBe("plain words");
  });

  test("shows an error with its stack", () => {
    const line = JSON.stringify({
      level: "error",
      msg: "failed",
      error: { name: "Error", message: "no", stack: "Error: no\n at x" },
    });
    expect(formatLogLine(line)).toContain("Error: no\n at x");
  });
});

describe("describePortal", () => {
  const portal = { url: "http://localhost:3000", setupLink: null };

  test("without Dovecot it says how to get it", () => {
    const mail = {
      kind: "sandbox",
      apiUrl: "http://127.0.0.1:1",
      domain: "pasture.test",
      engine: "memory",
      imap: null,
      smtp: null,
    } as const;
    expect(describePortal({ ...portal, mail }, 1_000)).toContain("apt install dovecot-imapd dovecot-lmtpd");
  });

  test("with a Mailcow it names that one and no sandbox", () => {
    const mail = { kind: "mailcow", apiUrl: "https://mail.acme.org", domain: "acme.org" } as const;
    const text = describePortal({ ...portal, mail }, 1_000);
    expect(text).toContain("https://mail.acme.org");
    expect(text).not.toMatch(/sandbox/i);
  });
});

describe("unwrapResult", () => {
  test("a failure keeps its reason for programs and becomes a sentence for people", () => {
    expect(() => unwrapResult(fail({ reason: "last-admin" }))).toThrow(/last admin/);
    expect(() => unwrapResult(fail({ reason: "weak-password", problems: ["too-short"] }))).toThrow(
      /too-short/,
    );
    expect(() => unwrapResult(fail({ reason: "rate-limited", retryAfterSeconds: 7 }))).toThrow(/7 s/);
  });
});

test("formatTable aligns its columns and offers the next page", () => {
  expect(formatTable(["a", "bb"], [["long", "x"]], "next")).toBe("a     bb\nlong  x\nMore: --cursor next");
  expect(formatTable(["a"], [])).toBe("None.");
});
