import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { sendSystemMail } from "@/lib/smtp/send-system-mail";
import { type MailDrop, startMailDrop } from "./start-mail-drop";

let drop: MailDrop;
beforeEach(async () => {
  drop = await startMailDrop();
});
afterEach(() => drop.close());

const FROM = "Pasture <noreply@example.org>";
const MAIL = { to: "ada@example.org", subject: "Срок истекает", text: "Line one\nLine two\n" };

test("one message, from the sender in the settings to one recipient, marked as a machine's", async () => {
  expect(await sendSystemMail({ url: drop.url, from: FROM }, MAIL)).toEqual({ kind: "sent" });
  expect(drop.mails).toHaveLength(1);
  const [mail] = drop.mails;
  expect({ from: mail?.from, to: mail?.to }).toEqual({
    from: "noreply@example.org",
    to: ["ada@example.org"],
  });
  expect(mail?.source).toContain("Auto-Submitted: auto-generated");
  expect(mail?.source).toContain("From: Pasture <noreply@example.org>");
});

describe("what could mean more than one line or one recipient is not sent", () => {
  test.each([
    ["a second recipient", { ...MAIL, to: "ada@example.org, eve@evil.example" }],
    ["a quoted local part", { ...MAIL, to: '"ada@evil.example x"@example.org' }],
    ["a comment", { ...MAIL, to: "ada(eve)@example.org" }],
    ["a line break in the recipient", { ...MAIL, to: "ada@example.org\r\nBcc: eve@evil.example" }],
    ["a line break in the subject", { ...MAIL, subject: "Hello\r\nBcc: eve@evil.example" }],
  ])("%s", async (_what, mail) => {
    await expect(sendSystemMail({ url: drop.url, from: FROM }, mail)).rejects.toThrow("system mail needs");
    expect(drop.connections()).toBe(0);
  });
});

describe("how it ended", () => {
  test("a refusal is known by its status", async () => {
    drop.behave(550);
    expect(await sendSystemMail({ url: drop.url, from: FROM }, MAIL)).toEqual({
      kind: "not-sent",
      code: "550",
    });
  });

  test("a server that has the message and hangs up leaves it open whether it was sent", async () => {
    drop.behave("hang-up-after-data");
    expect(await sendSystemMail({ url: drop.url, from: FROM }, MAIL)).toEqual({ kind: "unclear" });
  });

  test("a server that is not there has certainly not sent it", async () => {
    const { url } = drop;
    await drop.close();
    expect(await sendSystemMail({ url, from: FROM }, MAIL)).toMatchObject({ kind: "not-sent" });
    drop = await startMailDrop();
  });
});

test("a password never travels in clear: without TLS nothing is sent", async () => {
  const url = `smtp://user:canary-password@127.0.0.1:${drop.port}`;
  const outcome = await sendSystemMail({ url, from: FROM }, MAIL);
  expect(outcome.kind).toBe("not-sent");
  expect(JSON.stringify(outcome)).not.toContain("canary");
  expect(drop.mails).toEqual([]);
});
