import { monitorEventLoopDelay } from "node:perf_hooks";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createMailParser } from "@/lib/imap/create-mail-parser";
import { getMessage } from "@/lib/messages/get-message";
import { listMessages } from "@/lib/messages/list-messages";
import { messageIdSchema } from "@/lib/messages/schema";
import { openTestInboxes, type TestInboxes } from "@/tests/support/test-inbox";
import { openTestPortal, type RegisteredPerson, type TestPortal } from "@/tests/support/test-portal";

const MIB = 1024 * 1024;

let portal: TestPortal;
let inboxes: TestInboxes;
let person: RegisteredPerson;

beforeAll(async () => {
  portal = await openTestPortal({ mail: "dovecot" });
  await portal.startWorker();
  inboxes = openTestInboxes(portal);
  person = await portal.register();
  await portal.untilMailbox(person.mailboxId, "ACTIVE");
});
afterAll(async () => {
  await inboxes?.close();
  await portal?.close();
});

const head = (subject: string, type: string) =>
  `From: a@b.test\r\nSubject: ${subject}\r\nMIME-Version: 1.0\r\nContent-Type: ${type}\r\n`;

function nested(depth: number): string {
  let message = "Content-Type: text/plain\r\n\r\nin the middle";
  for (let level = 0; level < depth; level += 1) {
    message = `Content-Type: multipart/mixed; boundary="b${level}"\r\n\r\n--b${level}\r\n${message}\r\n--b${level}--\r\n`;
  }
  return `Subject: nested\r\nMIME-Version: 1.0\r\n${message}`;
}

function forwarded(depth: number): string {
  let message = "Subject: innermost\r\n\r\nx";
  for (let level = 0; level < depth; level += 1) message = `Content-Type: message/rfc822\r\n\r\n${message}`;
  return `Subject: forwarded\r\nMIME-Version: 1.0\r\n${message}`;
}

function manyParts(count: number): string {
  const part = `--p\r\nContent-Type: text/plain; name="${"n".repeat(60)}"\r\n\r\nx\r\n`;
  return `${head("parts", 'multipart/mixed; boundary="p"')}\r\n${part.repeat(count)}--p--\r\n`;
}

const BOMBS: Readonly<Record<string, string>> = {
  "nested 90 deep": nested(90),
  "forwarded 60 deep": forwarded(60),
  "250 parts": manyParts(250),
  "8,000 parts": manyParts(8_000),
  "a subject of 4 MiB": `${head("s".repeat(4 * MIB), "text/plain")}\r\nx`,
  "20,000 recipients": `To: ${"a@b.test, ".repeat(20_000)}z@b.test\r\n${head("to", "text/plain")}\r\nx`,
  "60,000 header lines": `${"X-Y: z\r\n".repeat(60_000)}${head("late", "text/plain")}\r\nx`,
  "open comments and quotes": `From: ${"(".repeat(15_000)}\r\nTo: ${'"'.repeat(9_999)}\r\nSubject: open\r\n\r\nx`,
  "encoded words": `Subject: ${"=?utf-8?B?w6k=?= ".repeat(15_000)}\r\n\r\nx`,
  "12 MiB of text": `${head("text", "text/plain")}\r\n${"lorem ipsum dolor\r\n".repeat((12 * MIB) / 19)}`,
  "6 MiB of base64 HTML": `${head("html", "text/html")}Content-Transfer-Encoding: base64\r\n\r\n${Buffer.from("<p>code</p>".repeat(400_000)).toString("base64").replace(/.{76}/g, "$&\r\n")}`,
  "a soft break in every line": `${head("qp", "text/plain")}Content-Transfer-Encoding: quoted-printable\r\n\r\n${"=\r\n".repeat(1_000_000)}`,
  "flowed quotes": `${head("flowed", "text/plain; format=flowed; delsp=yes")}\r\n${`${">".repeat(900)} \r\n`.repeat(2_000)}`,
  "an unclosed tag a thousand times": `${head("tags", "text/html")}\r\n${"<style><!--<".repeat(200_000)}`,
  "codes everywhere": `${head("codes", "text/plain")}\r\n${"code 123 456 A1B2C3 pin ".repeat(100_000)}`,
};

describe("messages made to be expensive", () => {
  test("each is listed and read, or refused, while the process goes on answering", async () => {
    for (const bomb of Object.values(BOMBS)) await inboxes.put(person.mailboxId, bomb);
    await readHonestMail();
    const memoryBefore = process.memoryUsage().rss;
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const page = await listMessages(inboxes.context, person.actor, {
      mailboxId: person.mailboxId,
      limit: 50,
    });
    if (!page.ok) throw new Error(page.failure.reason);
    const outcomes: Record<string, string> = {};
    const names = Object.keys(BOMBS);
    for (const [place, message] of [...page.value.messages].reverse().entries()) {
      const answer = await getMessage(inboxes.context, person.actor, {
        mailboxId: person.mailboxId,
        messageId: messageIdSchema.parse(message.id),
      });
      outcomes[names[place] ?? ""] = answer.ok
        ? answer.value.isCut
          ? "cut"
          : "read"
        : answer.failure.reason;
    }
    delay.disable();
    const p99Ms = delay.percentile(99) / 1e6;
    const grownMiB = (process.memoryUsage().rss - memoryBefore) / MIB;
    process.stdout.write(`${JSON.stringify({ p99Ms, maxMs: delay.max / 1e6, grownMiB, outcomes })}\n`);
    expect(page.value.messages).toHaveLength(names.length);
    expect(outcomes).toMatchObject({
      "nested 90 deep": "message-too-complex",
      "250 parts": "cut",
      "8,000 parts": "message-too-complex",
    });
    expect(
      Object.values(outcomes).filter((outcome) => !/^(read|cut|message-too-complex)$/.test(outcome)),
    ).toEqual([]);
    expect(p99Ms).toBeLessThan(50);
    expect(grownMiB).toBeLessThan(100);
  }, 120_000);
});

/** So that the thread and the connection are there before anything is measured. */
async function readHonestMail(): Promise<void> {
  const honest = await portal.register();
  await portal.untilMailbox(honest.mailboxId, "ACTIVE");
  await inboxes.put(
    honest.mailboxId,
    `${head("a letter", "text/plain")}\r\n${"lorem ipsum\r\n".repeat(MIB / 13)}`,
  );
  const key = { mailboxId: honest.mailboxId, limit: 1 };
  const page = await listMessages(inboxes.context, honest.actor, key);
  const messageId = messageIdSchema.parse(page.ok ? page.value.messages[0]?.id : null);
  const letter = await getMessage(inboxes.context, honest.actor, { mailboxId: honest.mailboxId, messageId });
  expect(letter.ok ? "read" : letter.failure.reason).toBe("read");
  expect(letter).toMatchObject({ ok: true, value: { isCut: false, subject: "a letter" } });
}

describe("the thread that reads", () => {
  test("one that takes too long is ended, and the next message is read by another", async () => {
    const parser = createMailParser({ timeoutMs: 1 });
    const part = {
      mimeType: "text/plain" as const,
      charset: "utf-8",
      encoding: "quoted-printable",
      isFlowed: false,
    };
    await expect(
      parser.decodePart({ ...part, bytes: Buffer.from("=41=\r\n".repeat(800_000)) }),
    ).rejects.toMatchObject({ code: "too-slow" });
    await parser.close();
    await expect(parser.decodePart({ ...part, bytes: Buffer.from("x") })).rejects.toMatchObject({
      code: "closed",
    });
  });
});
