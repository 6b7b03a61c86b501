import { expect, test } from "vitest";
import { thunderbirdCode } from "@/components/mail/thunderbird-code";

const settings = {
  imapHost: "imap.example.org",
  imapPort: 993,
  imapSecurity: "SSL/TLS",
  smtpHost: "smtp.example.org",
  smtpPort: 587,
  smtpSecurity: "STARTTLS",
  username: "anna@example.org",
} as const;

test("the code is Thunderbird's version 1 array with IMAP, SMTP and the identity, and no password", () => {
  expect(JSON.parse(thunderbirdCode(settings, "Anna"))).toEqual([
    1,
    [1, 1],
    [0, "imap.example.org", 993, 3, 1, "anna@example.org"],
    [
      [
        [0, "smtp.example.org", 587, 2, 1, "anna@example.org"],
        ["anna@example.org", "Anna"],
      ],
    ],
  ]);
});

test("submission over TLS has Thunderbird's number for it", () => {
  const code = thunderbirdCode({ ...settings, smtpPort: 465, smtpSecurity: "SSL/TLS" }, "Anna");
  expect(JSON.parse(code)[3][0][0]).toEqual([0, "smtp.example.org", 465, 3, 1, "anna@example.org"]);
});

test("without a name the address stands in for it", () => {
  expect(JSON.parse(thunderbirdCode(settings, ""))[3][0][1]).toEqual([
    "anna@example.org",
    "anna@example.org",
  ]);
});
