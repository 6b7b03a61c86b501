import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Actor } from "@/lib/context/actor";
import { ImapError } from "@/lib/imap/imap-error";
import { changeRule } from "@/lib/mail-rules/change-rule";
import { createRule } from "@/lib/mail-rules/create-rule";
import { deleteRule } from "@/lib/mail-rules/delete-rule";
import { forgetRules } from "@/lib/mail-rules/forget-rules";
import type { CreateRuleInput } from "@/lib/mail-rules/schema";
import { type ReportContext, reportNewMail } from "@/lib/messages/report-new-mail";
import { listNotifications } from "@/lib/notifications/list-notifications";
import { readNotifications } from "@/lib/notifications/read-notifications";
import { openTestInboxes, type TestInboxes } from "@/tests/support/test-inbox";
import { openTestPortal, type RegisteredPerson, type TestPortal } from "@/tests/support/test-portal";
import { waitForNextSecond } from "@/tests/support/wait-for-next-second";
import { waitUntil } from "@/tests/support/wait-until";
import { startReceiver } from "../notifications/start-receiver";

/** Nothing is ever sent there: no worker runs while the deliveries wait. */
const RECEIVER = "https://127.0.0.1:40009/hook";
const NOTIFY: CreateRuleInput["action"] = { kind: "notification" };
const TELL: CreateRuleInput["action"] = { kind: "webhook", url: RECEIVER };

let portal: TestPortal;
let inboxes: TestInboxes;
let person: RegisteredPerson;
let other: RegisteredPerson;

beforeAll(async () => {
  portal = await openTestPortal({ mail: "auto", environment: { ALLOWED_PRIVATE_HOSTS: "127.0.0.1" } });
  const worker = await portal.startWorker();
  [person, other] = await Promise.all([portal.registerActive(), portal.registerActive()]);
  await worker.stop();
  inboxes = openTestInboxes(portal);
});
afterAll(async () => {
  await inboxes?.close();
  await portal?.close();
});
afterEach(async () => {
  const { prisma } = portal.context.database;
  await prisma.mailRule.deleteMany();
  await prisma.notification.deleteMany();
  // The mail of one test must not count as having come after the next one's rule was made.
  await waitForNextSecond();
});

async function rule(given: Partial<CreateRuleInput> = {}, actor: Actor = person.actor): Promise<string> {
  const input = { mailboxId: person.mailboxId, name: "mine", action: NOTIFY, ...given };
  const made = await createRule(portal.context, actor, input);
  if (!made.ok) throw new Error(made.failure.reason);
  return made.value.ruleId;
}

/** A round in which everything is due, as if its time had come. */
async function look(by: Partial<ReportContext> = {}) {
  await portal.context.database.prisma.mailboxWatch.updateMany({ data: { nextLookAt: new Date(0) } });
  return reportNewMail({ ...portal.context, ...inboxes.context, ...by });
}

interface Mail {
  readonly from?: string;
  readonly text?: string;
  readonly file?: boolean;
}

function put(subject: string, mail: Mail = {}, to: RegisteredPerson = person): Promise<void> {
  return inboxes.put(to.mailboxId, compose(subject, to.address, mail));
}

function compose(
  subject: string,
  to: string,
  { from = "Ada <ada@elsewhere.example>", text = "the text", file = false }: Mail,
): string {
  const head = `From: ${from}\r\nTo: ${to}\r\nSubject: ${subject}\r\nMIME-Version: 1.0\r\n`;
  if (!file) return `${head}\r\n${text}\r\n`;
  const parts = [
    `Content-Type: text/plain\r\n\r\n${text}\r\n`,
    'Content-Type: application/pdf\r\nContent-Disposition: attachment; filename="a.pdf"\r\n\r\nPDF\r\n',
  ];
  const body = parts.map((part) => `--edge\r\n${part}`).join("");
  return `${head}Content-Type: multipart/mixed; boundary=edge\r\n\r\n${body}--edge--\r\n`;
}

async function notified(to: RegisteredPerson = person): Promise<readonly string[]> {
  return (await listNotifications(portal.context, to.actor)).map(({ subject }) => subject).sort();
}

interface Payload {
  readonly data: { readonly message: { readonly subject: string }; readonly rule?: unknown };
}

async function told(ruleId: string): Promise<readonly string[]> {
  const rows = await portal.context.database.prisma.webhookDelivery.findMany({
    where: { webhook: { ruleId } },
  });
  return rows.map(({ payload }) => (payload as unknown as Payload).data.message.subject).sort();
}

test("a rule tells of new mail once, by notification and by webhook, and not of what came before", async () => {
  await put("before");
  await waitForNextSecond();
  await rule({ name: "Everything" });
  const hook = await rule({ action: TELL, name: "To my program" });
  expect(await look()).toEqual({ looked: 1, reported: 0 });
  await put("first");
  expect(await look()).toEqual({ looked: 1, reported: 1 });
  expect(await look()).toEqual({ looked: 1, reported: 0 });

  const [shown, ...more] = await listNotifications(portal.context, person.actor);
  expect(more).toEqual([]);
  expect(shown).toMatchObject({
    ruleName: "Everything",
    from: { name: "Ada", address: "ada@elsewhere.example" },
    subject: "first",
    isRead: false,
    mailbox: { id: person.mailboxId, address: person.address, isTemporary: false },
  });
  expect(await told(hook)).toEqual(["first"]);
  const delivery = await portal.context.database.prisma.webhookDelivery.findFirstOrThrow({
    where: { webhook: { ruleId: hook } },
  });
  const message = expect.objectContaining({ id: shown?.messageId, subject: "first" });
  const data = expect.objectContaining({ message, rule: { id: hook, name: "To my program" } });
  expect(delivery).toMatchObject({
    event: "message.received",
    messageId: shown?.messageId,
    payload: { data },
  });
});

test("what a notification says is sealed in the database", async () => {
  await rule({ name: "a private name" });
  await put("a private subject");
  await look();
  const rows = await portal.context.database.pool.query("select n::text as row from notification n");
  expect(rows.rows).toHaveLength(1);
  expect(rows.rows[0].row).not.toMatch(/private|elsewhere/);
});

test("all conditions of a rule must hold, and reading for them leaves the mail unread", async () => {
  const rules = {
    sender: await rule({ action: TELL, senderContains: "ADA@else" }),
    subject: await rule({ action: TELL, subjectContains: "rechnung ü" }),
    code: await rule({ action: TELL, needsCode: true }),
    file: await rule({ action: TELL, needsAttachment: true }),
    all: await rule({ action: TELL, senderContains: "bob", needsCode: true, needsAttachment: true }),
  };
  await look();
  const bob = "Bob <bob@elsewhere.example>";
  await put("=?utf-8?Q?Rechnung_=C3=9Cber?=");
  await put("code from ada", { text: "Your verification code is 482913." });
  await put("code in the subject: your code 771209", { from: bob });
  await put("file from bob", { from: bob, file: true });
  await put("all of it", { from: bob, file: true, text: "Your login code: 552817" });
  await look();
  expect(await told(rules.sender)).toEqual(["Rechnung Über", "code from ada"]);
  expect(await told(rules.subject)).toEqual(["Rechnung Über"]);
  expect(await told(rules.code)).toEqual([
    "all of it",
    "code from ada",
    "code in the subject: your code 771209",
  ]);
  expect(await told(rules.file)).toEqual(["all of it", "file from bob"]);
  expect(await told(rules.all)).toEqual(["all of it"]);

  const client = await inboxes.logIn(person.mailboxId);
  await client.mailboxOpen("INBOX", { readOnly: true });
  const seen = await client.search({ seen: true });
  await client.logout();
  expect(seen).toEqual([]);
});

describe("nothing is lost and nothing comes twice", () => {
  test("over restarts, with two that look at once", async () => {
    const hook = await rule({ action: TELL });
    await rule();
    const subjects: string[] = [];
    for (let round = 0; round < 4; round += 1) {
      for (const part of ["a", "b"]) {
        subjects.push(`restart ${round}${part}`);
        await put(`restart ${round}${part}`);
      }
      // Each has connections and memory of its own, as another process or the same one after a restart.
      await Promise.all([look(inboxes.open({})), look(inboxes.open({}))]);
    }
    await look();
    expect(await told(hook)).toEqual(subjects);
    expect(await notified()).toEqual(subjects);
  });

  test("when it dies after reading a message, and when it dies between the rows and the commit", async () => {
    const hook = await rule({ action: TELL, needsCode: true });
    await rule();
    await look();
    await put("kept", { text: "Your code is 482913." });
    const { mailParser } = inboxes.context;
    const inTheMiddle = {
      mailParser: { ...mailParser, decodePart: () => Promise.reject(new Error("the process died")) },
    };
    await expect(look(inTheMiddle)).rejects.toThrow("the process died");
    // Sealing is the last thing that happens to a row: the position and the deliveries are written by then.
    const seal = () => {
      throw new Error("the process died late");
    };
    await expect(look({ keyring: { ...portal.context.keyring, seal } })).rejects.toThrow("died late");
    expect(await told(hook)).toEqual([]);
    expect(await notified()).toEqual([]);
    await look();
    expect(await told(hook)).toEqual(["kept"]);
    expect(await notified()).toEqual(["kept"]);
  });

  test("when the position lies, a message still counts once for each rule", async () => {
    const hook = await rule({ action: TELL });
    await rule();
    await look();
    await put("once");
    await look();
    const { prisma } = portal.context.database;
    await prisma.mailboxWatch.update({
      where: { mailboxId: person.mailboxId },
      data: { lastUid: { decrement: 1 } },
    });
    expect(await look()).toMatchObject({ reported: 1 });
    expect(await told(hook)).toEqual(["once"]);
    expect(await notified()).toEqual(["once"]);
  });

  test("when the server numbers the folder anew", async () => {
    const hook = await rule({ action: TELL });
    await rule();
    await put("under the old numbers");
    await look();
    const { prisma } = portal.context.database;
    await waitForNextSecond();
    const lookedAt = new Date();
    await waitForNextSecond();
    const before = await prisma.mailboxWatch.findUniqueOrThrow({ where: { mailboxId: person.mailboxId } });
    await prisma.mailboxWatch.update({
      where: { mailboxId: person.mailboxId },
      data: { uidValidity: (before.uidValidity ?? 0n) + 1n, lastUid: 1_000_000n, lookedAt },
    });
    await put("under the new numbers");
    await look();
    const all = ["under the new numbers", "under the old numbers"];
    expect(await told(hook)).toEqual(all);
    expect(await notified()).toEqual(all);
  });

  test("mail that came while its rule was being made is told, also where another rule moved the position before", async () => {
    await rule();
    await look();
    const late = await rule({ action: TELL });
    await put("after the rule");
    await look();
    expect(await told(late)).toEqual(["after the rule"]);
  });
});

test("a rule that is off tells nothing, and once on again nothing of what came meanwhile", async () => {
  const always = await rule({ action: TELL });
  const ruleId = await rule();
  await look();
  await put("while on");
  await look();
  expect((await changeRule(portal.context, person.actor, { ruleId, isActive: false })).ok).toBe(true);
  await put("while off");
  await waitForNextSecond();
  await changeRule(portal.context, person.actor, { ruleId, isActive: true });
  await put("on again");
  await look();
  expect(await notified()).toEqual(["on again", "while on"]);
  expect(await told(always)).toEqual(["on again", "while off", "while on"]);
});

test("a rule is for its own mailbox only, and without any the mail server is not asked", async () => {
  const ruleId = await rule();
  await look();
  await put("not hers", {}, other);
  expect(await look()).toEqual({ looked: 1, reported: 0 });
  expect(await notified()).toEqual([]);
  await deleteRule(portal.context, person.actor, { ruleId });
  await put("nobody listens");
  expect(await look()).toEqual({ looked: 0, reported: 0 });
});

test("a message that cannot be read is neither lost nor in the way of the others", async () => {
  const hook = await rule({ action: TELL, needsCode: true });
  await rule();
  await look();
  await put("unreadable", { text: "Your code is 482913." });
  const { context } = inboxes;
  const giveUp = () => Promise.reject(new ImapError("timed-out", "no answer in time"));
  const away: Partial<ReportContext> = {
    mailSessions: {
      ...context.mailSessions,
      use: (account, work, options) =>
        context.mailSessions.use(
          account,
          // With everything else as it is, also what changes while it is used.
          (session) => work(Object.create(session, { fetchMessage: { value: giveUp } })),
          options,
        ),
    },
  };
  for (let failures = 0; failures < 3; failures += 1) {
    expect(await look(away)).toMatchObject({ reported: 0 });
  }
  expect(await look(away)).toMatchObject({ reported: 1 });
  expect(await told(hook)).toEqual([]);
  expect(await notified()).toEqual(["unreadable"]);
});

test("notifications are marked as read up to the newest that was seen, by their owner alone", async () => {
  await rule();
  await put("one");
  await look();
  const [one] = await listNotifications(portal.context, person.actor);
  await put("two");
  await look();
  const input = { notificationId: one?.id ?? "", andOlder: true };
  const unread = async () =>
    (await listNotifications(portal.context, person.actor)).filter(({ isRead }) => !isRead);
  expect(await readNotifications(portal.context, other.actor, input)).toEqual({
    ok: false,
    failure: { reason: "not-found" },
  });
  expect(await unread()).toHaveLength(2);
  expect((await readNotifications(portal.context, person.actor, input)).ok).toBe(true);
  expect((await unread()).map(({ subject }) => subject)).toEqual(["two"]);
});

test("a worker looks, signs and sends by itself", async () => {
  const receiver = await startReceiver();
  await rule({ action: { kind: "webhook", url: receiver.url }, subjectContains: "by itself" });
  const { mailboxId } = person;
  await portal.context.database.prisma.mailboxWatch.deleteMany({ where: { mailboxId } });
  await put("not this one");
  await put("by itself");
  const worker = await portal.startWorker();
  const body = await waitUntil("the message", () => receiver.received[0]?.body ?? null, 100_000);
  await worker.stop();
  await receiver.close();
  expect(receiver.received).toHaveLength(1);
  expect(JSON.parse(body)).toMatchObject({
    data: { message: { subject: "by itself" }, rule: { name: "mine" } },
  });
}, 120_000);

test("of a deleted mailbox neither rules nor notifications remain", async () => {
  await rule();
  await put("before the end");
  await look();
  expect(await notified()).toEqual(["before the end"]);
  const { prisma } = portal.context.database;
  await prisma.mailbox.update({ where: { id: person.mailboxId }, data: { state: "DELETED" } });
  expect(await notified()).toEqual([]);
  expect(await look()).toMatchObject({ looked: 0 });
  await forgetRules(portal.context);
  expect(await prisma.mailRule.count()).toBe(0);
  expect(await prisma.notification.count()).toBe(0);
});
