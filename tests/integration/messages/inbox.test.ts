import { createTransport } from "nodemailer";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { renewPortalPassword } from "@/lib/mailboxes/renew-portal-password";
import { deleteMessage } from "@/lib/messages/delete-message";
import { getAttachment } from "@/lib/messages/get-attachment";
import { getMessage } from "@/lib/messages/get-message";
import { getRawMessage } from "@/lib/messages/get-raw-message";
import { listMessages } from "@/lib/messages/list-messages";
import { openMailReading } from "@/lib/messages/open-mail-reading";
import type { MessageSummary } from "@/lib/messages/schema";
import { cursorSchema, messageIdSchema } from "@/lib/messages/schema";
import { type MailboxNews, watchMailbox } from "@/lib/messages/watch-mailbox";
import { hashToken } from "@/lib/secrets/token";
import { newOwnerSecret } from "@/lib/temporary-mailboxes/owner-secret";
import { openTestInboxes, type TestInboxes } from "@/tests/support/test-inbox";
import {
  openTestPortal,
  type RegisteredPerson,
  TEST_PASSWORD,
  type TestPortal,
  VISITOR,
} from "@/tests/support/test-portal";
import { waitUntil } from "@/tests/support/wait-until";

let portal: TestPortal;
let inboxes: TestInboxes;

beforeAll(async () => {
  portal = await openTestPortal({ mail: "auto" });
  await portal.startWorker();
  inboxes = openTestInboxes(portal);
});
afterAll(async () => {
  await inboxes?.close();
  await portal?.close();
});

async function list(person: RegisteredPerson): Promise<readonly MessageSummary[]> {
  const page = await listMessages(inboxes.context, person.actor, { mailboxId: person.mailboxId, limit: 50 });
  if (!page.ok) throw new Error(page.failure.reason);
  return page.value.messages;
}

const idOf = (message: MessageSummary | undefined) => messageIdSchema.parse(message?.id);

const CODE_MAIL = [
  "From: =?utf-8?Q?B=C3=BCro?= <no-reply@service.test>",
  "To: you@pasture.test",
  "Subject: Sign in to Service",
  "MIME-Version: 1.0",
  'Content-Type: multipart/mixed; boundary="b"',
  "",
  "--b",
  'Content-Type: multipart/related; boundary="r"',
  "",
  "--r",
  "Content-Type: text/html; charset=utf-8",
  "Content-Transfer-Encoding: quoted-printable",
  "",
  '<p>Your code is <b>482 913</b> =E2=9C=93</p><img src=3D"cid:dot@x">',
  "--r",
  "Content-Type: image/png",
  "Content-ID: <dot@x>",
  "Content-Transfer-Encoding: base64",
  "",
  "iVBORw0KGgo=",
  "--r--",
  "--b",
  'Content-Type: text/html; name="..\\\\x.html"',
  "Content-Disposition: attachment; filename*=utf-8''a%E2%80%AEfdp.html",
  "Content-Transfer-Encoding: base64",
  "",
  Buffer.from("<script>1</script>").toString("base64"),
  "--b--",
  "",
].join("\r\n");

describe("a mailbox of its own", () => {
  test("a message sent by submission is listed and read, with its one-time code", async () => {
    const person = await portal.registerActive();
    const { host, port } = portal.sandbox.smtp ?? { host: "", port: 0 };
    const transport = createTransport({
      host,
      port,
      requireTLS: true,
      auth: { user: person.address, pass: TEST_PASSWORD },
      tls: { ca: portal.context.settings.mailcow.certificateAuthority ?? "" },
    });
    await transport.sendMail({
      from: person.address,
      to: person.address,
      subject: "Grüße",
      text: "Your verification code: 731942",
    });
    const [message] = await waitUntil("the mail", async () => {
      const found = await list(person);
      return found.length > 0 && found;
    });
    expect(message).toMatchObject({ subject: "Grüße", from: { address: person.address }, isSeen: false });
    const read = await getMessage(inboxes.context, person.actor, {
      mailboxId: person.mailboxId,
      messageId: idOf(message),
    });
    expect(read).toMatchObject({
      ok: true,
      value: { text: "Your verification code: 731942\n", html: null, oneTimeCode: "731942", isCut: false },
    });
    expect((await portal.getMailbox(person.mailboxId)).readAt).toBeInstanceOf(Date);
  });

  test("parts are decoded by their numbers, images inlined, and attachments named safely", async () => {
    const person = await portal.registerActive();
    await inboxes.put(person.mailboxId, CODE_MAIL);
    const [message] = await list(person);
    expect(message).toMatchObject({
      subject: "Sign in to Service",
      from: { name: "Büro", address: "no-reply@service.test" },
    });
    const key = { mailboxId: person.mailboxId, messageId: idOf(message) };
    const read = await getMessage(inboxes.context, person.actor, key);
    expect(read).toMatchObject({
      ok: true,
      value: {
        oneTimeCode: "482913",
        inlineImages: [{ contentId: "dot@x", mimeType: "image/png", base64: "iVBORw0KGgo=" }],
        attachments: [{ partNumber: "2", fileName: "afdp.html", mimeType: "text/html" }],
      },
    });
    expect(read.ok && read.value.html).toContain("<b>482 913</b> ✓");
    const saved = await getAttachment(inboxes.context, person.actor, { ...key, partNumber: "2" });
    expect(saved.ok && Buffer.concat(await saved.value.content.toArray()).toString()).toBe(
      "<script>1</script>",
    );
    expect(await getAttachment(inboxes.context, person.actor, { ...key, partNumber: "9" })).toMatchObject({
      ok: false,
      failure: { reason: "message-gone" },
    });
  });

  test("the raw message is streamed byte for byte, also over many pieces", async () => {
    const person = await portal.registerActive();
    const raw = Buffer.from(`Subject: big\r\n\r\n${"0123456789abcdef".repeat(64)}\r\n`.padEnd(900_000, "x"));
    await inboxes.put(person.mailboxId, raw);
    const [message] = await list(person);
    const answer = await getRawMessage(inboxes.context, person.actor, {
      mailboxId: person.mailboxId,
      messageId: idOf(message),
    });
    expect(answer.ok && Buffer.concat(await answer.value.content.toArray()).equals(raw)).toBe(true);
  });

  test("a deleted message is gone, and its name never means another one", async () => {
    const person = await portal.registerActive();
    await inboxes.put(person.mailboxId, "Subject: one\r\n\r\n1");
    const [one] = await list(person);
    const key = { mailboxId: person.mailboxId, messageId: idOf(one) };
    expect(await deleteMessage(inboxes.context, person.actor, key)).toEqual({ ok: true, value: undefined });
    await inboxes.put(person.mailboxId, "Subject: two\r\n\r\n2");
    expect((await list(person)).map(({ subject }) => subject)).toEqual(["two"]);
    expect(await getMessage(inboxes.context, person.actor, key)).toMatchObject({
      ok: false,
      failure: { reason: "message-gone" },
    });
    const stale = { ...key, messageId: { ...key.messageId, uidValidity: "1" } };
    expect(await deleteMessage(inboxes.context, person.actor, stale)).toMatchObject({
      ok: false,
      failure: { reason: "message-gone" },
    });
  });

  test("pages meet without gap or repetition, even when the cursor's message is deleted in between", async () => {
    const person = await portal.registerActive();
    for (let count = 1; count <= 7; count += 1)
      await inboxes.put(person.mailboxId, `Subject: ${count}\r\n\r\n`);
    const page = async (cursor?: string) => {
      const answer = await listMessages(inboxes.context, person.actor, {
        mailboxId: person.mailboxId,
        limit: 3,
        cursor: cursor ? cursorSchema.parse(cursor) : undefined,
      });
      if (!answer.ok) throw new Error(answer.failure.reason);
      return answer.value;
    };
    const first = await page();
    expect(first.messages.map(({ subject }) => subject)).toEqual(["7", "6", "5"]);
    await deleteMessage(inboxes.context, person.actor, {
      mailboxId: person.mailboxId,
      messageId: idOf(first.messages[2]),
    });
    const second = await page(first.nextCursor ?? "");
    expect(second.messages.map(({ subject }) => subject)).toEqual(["4", "3", "2"]);
    const third = await page(second.nextCursor ?? "");
    expect(third).toMatchObject({ messages: [{ subject: "1" }], nextCursor: null });
  });

  test("a watcher hears of an arrival within a second, and no more after it stopped", async () => {
    const person = await portal.registerActive();
    const news: MailboxNews[] = [];
    const watch = await watchMailbox(inboxes.context, person.actor, {
      mailboxId: person.mailboxId,
      onNews: (word) => news.push(word),
    });
    await waitUntil("the first look", () => news.length > 0);
    await list(person);
    news.length = 0;
    const arrivedAt = Date.now();
    await deliver(person.address, "watched");
    await waitUntil("the push", () => news.includes("changed"), 3_000);
    expect(Date.now() - arrivedAt).toBeLessThan(1_000);
    expect((await list(person))[0]?.subject).toBe("watched");
    if (watch.ok) watch.value();
    news.length = 0;
    await deliver(person.address, "unwatched");
    await waitUntil("the mail", async () => (await list(person)).length === 2);
    expect(news).toEqual([]);
  });

  test("a revoked app password costs one failed login in all processes, says so, and is made anew", async () => {
    const person = await portal.registerActive();
    const { address, mailboxId } = person;
    await inboxes.put(mailboxId, "Subject: still there\r\n\r\n");
    await revokeAppPasswords(address);
    const [context, otherProcess] = [inboxes.open({}), inboxes.open({})];
    const before = await countFailedLogins(address);
    const ask = (by = context) => listMessages(by, person.actor, { mailboxId, limit: 5 });
    const answers = await Promise.all([ask(), ask(), ask()]);
    answers.push(await ask(), await ask(otherProcess));
    const refused = { ok: false, failure: { reason: "mailbox-login-refused" } };
    for (const answer of answers) expect(answer).toEqual(refused);
    expect(await watchMailbox(otherProcess, person.actor, { mailboxId, onNews: () => {} })).toEqual(refused);
    expect((await countFailedLogins(address)) - before).toBe(1);
    const renewed = await renewPortalPassword(portal.context, person.actor, { mailboxId });
    if (!renewed.ok) throw new Error(renewed.failure.reason);
    await portal.untilOperation(renewed.value.operationId, "DONE");
    for (const by of [context, otherProcess]) {
      expect(await ask(by)).toMatchObject({ ok: true, value: { messages: [{ subject: "still there" }] } });
    }
    expect(await listAppPasswords(address)).toHaveLength(1);
    const again = await renewPortalPassword(portal.context, person.actor, { mailboxId });
    expect(again).toEqual({ ok: false, failure: { reason: "nothing-to-change" } });
    expect((await countFailedLogins(address)) - before).toBe(1);
  });

  test("a watcher whose password is revoked hears its last word, and the others know", async () => {
    const person = await portal.registerActive();
    await revokeAppPasswords(person.address);
    const context = inboxes.open({});
    const news: MailboxNews[] = [];
    const { mailboxId } = person;
    await watchMailbox(context, person.actor, { mailboxId, onNews: (word) => news.push(word) });
    await waitUntil("the watcher's last word", () => news.includes("login-refused"));
    await waitUntil("the mark", async () => (await portal.getMailbox(mailboxId)).appPasswordRefusedAt);
    expect(await countFailedLogins(person.address)).toBe(1);
  });

  test("a password that works again is no longer called refused", async () => {
    const person = await portal.registerActive();
    const { mailboxId } = person;
    const longAgo = new Date(Date.now() - 2 * 3_600_000);
    const data = { appPasswordRefusedAt: longAgo };
    await portal.context.database.prisma.mailbox.update({ where: { id: mailboxId }, data });
    expect(await list(person)).toEqual([]);
    expect((await portal.getMailbox(mailboxId)).appPasswordRefusedAt).toBeNull();
  });

  test("after five refusals in ten minutes no process tries another mailbox's password", async () => {
    const people = await Promise.all([1, 2, 3, 4, 5].map(() => portal.registerActive()));
    const person = await portal.registerActive();
    const marked = { id: { in: people.map(({ mailboxId }) => mailboxId) } };
    const { prisma } = portal.context.database;
    await prisma.mailbox.updateMany({ where: marked, data: { appPasswordRefusedAt: new Date() } });
    const reading = openMailReading(portal.context);
    const context = { ...portal.context, ...reading };
    const ask = () => listMessages(context, person.actor, { mailboxId: person.mailboxId, limit: 5 });
    expect(await ask()).toEqual({ ok: false, failure: { reason: "mail-server-unavailable" } });
    await prisma.mailbox.updateMany({ where: marked, data: { appPasswordRefusedAt: null } });
    expect(await ask()).toMatchObject({ ok: true });
    await reading.close();
  });

  test("nobody else reads it: not another person, not a visitor, not an admin", async () => {
    const person = await portal.registerActive();
    const other = await portal.registerActive();
    const input = { mailboxId: person.mailboxId, limit: 5 };
    const notFound = { ok: false, failure: { reason: "not-found" } };
    expect(await listMessages(inboxes.context, other.actor, input)).toEqual(notFound);
    expect(await listMessages(inboxes.context, VISITOR, input)).toEqual(notFound);
    expect(await listMessages(inboxes.context, { ...other.actor, role: "ADMIN" }, input)).toEqual(notFound);
    expect(await listMessages(inboxes.context, { ...person.actor, scopes: ["account:read"] }, input)).toEqual(
      notFound,
    );
  });

  test("a visitor's browser reads with its secret, and only with that", async () => {
    const person = await portal.registerActive();
    const secret = newOwnerSecret();
    await portal.context.database.prisma.mailbox.update({
      where: { id: person.mailboxId },
      data: { accountId: null, ownerSecretHash: hashToken(secret) },
    });
    const input = { mailboxId: person.mailboxId, limit: 5 };
    expect((await listMessages(inboxes.context, VISITOR, { ...input, ownerSecret: secret })).ok).toBe(true);
    expect(
      (await listMessages(inboxes.context, VISITOR, { ...input, ownerSecret: newOwnerSecret() })).ok,
    ).toBe(false);
    expect((await listMessages(inboxes.context, VISITOR, { ...input, ownerSecret: "" })).ok).toBe(false);
  });
});

describe("a shared account", () => {
  test("shows each address its own mail and never another's", async () => {
    const shared = await portal.registerActive();
    const { prisma } = portal.context.database;
    const sealed = (await portal.getMailbox(shared.mailboxId)).appPasswordSealed ?? "";
    const password = portal.context.keyring.open(sealed, `mailbox:app_password_sealed:${shared.mailboxId}`);
    await prisma.sharedCredentials.create({
      data: {
        key: "old",
        username: shared.address,
        passwordSealed: portal.context.keyring.seal(password, "shared_credentials:password_sealed:old"),
      },
    });
    const { imapHost, imapPort } = portal.context.settings.mail;
    await prisma.domain.create({
      data: { name: "old.test", kind: "LEGACY", imapHost, imapPort, credentialsKey: "old" },
    });
    const people = await Promise.all([portal.registerActive(), portal.registerActive()]);
    const names = ["ann@old.test", "joann@old.test"];
    for (const [place, person] of people.entries()) {
      await prisma.mailbox.update({
        where: { id: person.mailboxId },
        data: { backend: "LEGACY", domainName: "old.test", address: names[place] ?? "" },
      });
    }
    const top = `Delivered-To: ${shared.address}\r\n`;
    const mails = {
      "ann by note": `${top}X-Original-To: ann@old.test\r\nTo: list@elsewhere.test`,
      "joann by note": `${top}X-Original-To: joann@old.test\r\nTo: ann@old.test`,
      "ann by To": `${top}To: Ann <ANN@old.test>, x@y.test`,
      "joann, forged below": `${top}X-Original-To: joann@old.test\r\nReceived: from evil\r\nX-Original-To: ann@old.test\r\nDelivered-To: ann@old.test`,
      nobody: `${top}To: list@elsewhere.test`,
      "hidden in a name": `${top}To: "ann@old.test" <other@old.test>`,
    };
    for (const [subject, head] of Object.entries(mails)) {
      await inboxes.put(shared.mailboxId, `${head}\r\nSubject: ${subject}\r\n\r\nbody`);
    }
    const [ann, joann] = people;
    if (!ann || !joann) throw new Error("two people were made");
    const subjects = async (person: RegisteredPerson) =>
      (await list(person)).map(({ subject }) => subject).sort();
    expect(await subjects(ann)).toEqual(["ann by To", "ann by note"]);
    expect(await subjects(joann)).toEqual(["joann by note", "joann, forged below"]);
    const [foreign] = await list(joann);
    const key = { mailboxId: ann.mailboxId, messageId: idOf(foreign) };
    const gone = { ok: false, failure: { reason: "message-gone" } };
    expect(await getMessage(inboxes.context, ann.actor, key)).toEqual(gone);
    expect(await getRawMessage(inboxes.context, ann.actor, key)).toEqual(gone);
    expect(await getAttachment(inboxes.context, ann.actor, { ...key, partNumber: "1" })).toEqual(gone);
    expect(await deleteMessage(inboxes.context, ann.actor, key)).toEqual(gone);
    expect(await subjects(joann)).toHaveLength(2);
  });
});

async function deliver(to: string, subject: string): Promise<void> {
  const { apiUrl, apiKey } = portal.sandbox;
  const answer = await fetch(`${apiUrl}/_sandbox/messages`, {
    method: "POST",
    headers: { "X-API-Key": apiKey, "Content-Type": "application/json" },
    body: JSON.stringify({ from: "outside@example.test", to, subject, text: "hello" }),
  });
  if (!answer.ok) throw new Error(`the sandbox did not deliver: ${answer.status}`);
}

async function callMailcow(path: string, body?: unknown): Promise<unknown> {
  const { apiUrl, apiKey } = portal.sandbox;
  const answer = await fetch(`${apiUrl}/api/v1/${path}`, {
    headers: { "X-API-Key": apiKey, "Content-Type": "application/json" },
    ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }),
  });
  return JSON.parse(await answer.text());
}

async function listAppPasswords(address: string): Promise<readonly { readonly id: unknown }[]> {
  const apps = await callMailcow(`get/app-passwd/all/${address}`);
  return Array.isArray(apps) ? apps : [];
}

async function revokeAppPasswords(address: string): Promise<void> {
  const apps = await listAppPasswords(address);
  await callMailcow(
    "delete/app-passwd",
    apps.map(({ id }) => String(id)),
  );
  portal.sandbox.clearLoginCache();
}

async function countFailedLogins(address: string): Promise<number> {
  const lines = await callMailcow("get/logs/dovecot/1000");
  return (Array.isArray(lines) ? lines : []).filter(
    ({ message }) =>
      typeof message === "string" && message.includes(`user=<${address}>`) && /auth failed/i.test(message),
  ).length;
}
