import { createTransport } from "nodemailer";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Actor } from "@/lib/context/actor";
import { deleteMailbox } from "@/lib/mailboxes/delete-mailbox";
import { hastenLook } from "@/lib/messages/hasten-look";
import { listMessages } from "@/lib/messages/list-messages";
import { reportNewMail } from "@/lib/messages/report-new-mail";
import { saveWebhook } from "@/lib/notifications/save-webhook";
import type { WebhookEvent } from "@/lib/notifications/schema";
import { openTestInboxes, type TestInboxes } from "@/tests/support/test-inbox";
import {
  openTestPortal,
  type RegisteredPerson,
  TEST_PASSWORD,
  type TestPortal,
} from "@/tests/support/test-portal";
import { waitForNextSecond } from "@/tests/support/wait-for-next-second";
import { waitUntil } from "@/tests/support/wait-until";
import { startReceiver } from "../notifications/start-receiver";

const SYSTEM: Actor = { kind: "system", name: "test" };
/** Nothing is ever sent there: no worker runs while the deliveries wait. */
const RECEIVER = "https://127.0.0.1:40009/hook";
const EVENT: WebhookEvent = "message.received";

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
afterEach(() => portal.context.database.prisma.webhook.deleteMany());

async function listen(actor: Actor = person.actor): Promise<string> {
  const saved = await saveWebhook(portal.context, actor, { url: RECEIVER, events: [EVENT] });
  if (!saved.ok) throw new Error(saved.failure.reason);
  return saved.value.webhookId;
}

/** A round in which everything is due, as if its time had come. */
async function look(by: TestInboxes["context"] = inboxes.context) {
  await portal.context.database.prisma.mailboxWatch.updateMany({ data: { nextLookAt: new Date(0) } });
  return reportNewMail({ ...portal.context, ...by });
}

const put = (subject: string, to: RegisteredPerson = person) =>
  inboxes.put(to.mailboxId, mail(subject, to.address));

function mail(subject: string, to: string): string {
  return `From: Ada <ada@elsewhere.example>\r\nTo: ${to}\r\nSubject: ${subject}\r\n\r\nthe text\r\n`;
}

/** Subjects that were told to a webhook, in the order of the mailbox. */
async function told(webhookId: string): Promise<readonly string[]> {
  const rows = await portal.context.database.prisma.webhookDelivery.findMany({
    where: { webhookId, event: EVENT },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
  return rows.map(({ payload }) => (payload as unknown as Payload).data.message.subject).sort();
}

interface Payload {
  readonly data: { readonly message: { readonly subject: string } };
}

test("new mail is told once, with sender and subject and without its text; what came before is not", async () => {
  await put("before anybody listened");
  await waitForNextSecond();
  const webhookId = await listen();
  expect(await look()).toEqual({ looked: 1, reported: 0 });
  await put("first");
  await put("second");
  expect(await look()).toEqual({ looked: 1, reported: 2 });
  expect(await look()).toEqual({ looked: 1, reported: 0 });
  expect(await told(webhookId)).toEqual(["first", "second"]);

  const page = await listMessages(inboxes.context, person.actor, { mailboxId: person.mailboxId, limit: 9 });
  const first = page.ok ? page.value.messages.find(({ subject }) => subject === "first") : undefined;
  const delivery = await portal.context.database.prisma.webhookDelivery.findFirstOrThrow({
    where: { webhookId, payload: { path: ["data", "message", "subject"], equals: "first" } },
  });
  expect(delivery.payload).toEqual({
    type: EVENT,
    timestamp: expect.any(String),
    data: {
      mailbox: {
        id: person.mailboxId,
        email: person.address,
        domain: "pasture.test",
        temporary: false,
        expires_at: null,
      },
      message: {
        id: first?.id,
        from: { name: "Ada", address: "ada@elsewhere.example" },
        subject: "first",
        received_at: first?.receivedAt?.toISOString(),
        size_bytes: expect.any(Number),
      },
    },
  });
  expect(JSON.stringify(delivery.payload)).not.toContain("the text");
});

test("mail between the subscription and the first look is told, also what the mail server delivered itself", async () => {
  const webhookId = await listen();
  const { host, port } = portal.sandbox.smtp ?? { host: "", port: 0 };
  const transport = createTransport({
    host,
    port,
    requireTLS: true,
    auth: { user: other.address, pass: TEST_PASSWORD },
    tls: { ca: portal.context.settings.mailcow.certificateAuthority ?? "" },
  });
  await transport.sendMail({ from: other.address, to: person.address, subject: "sent", text: "." });
  await waitUntil("the mail's event", async () => {
    await look();
    return (await told(webhookId)).length > 0;
  });
  expect(await told(webhookId)).toEqual(["sent"]);
});

test("over restarts, and with two that look at once, nothing is told twice and nothing is lost", async () => {
  const webhookId = await listen();
  const subjects: string[] = [];
  for (let round = 0; round < 4; round += 1) {
    for (const part of ["a", "b"]) {
      subjects.push(`restart ${round}${part}`);
      await put(`restart ${round}${part}`);
    }
    // Each has connections and memory of its own, as another process or the same one after a restart.
    const [left, right] = [inboxes.open({}), inboxes.open({})];
    await Promise.all([look(left), look(right)]);
  }
  await look();
  expect(await told(webhookId)).toEqual(subjects);
});

test("a look that breaks off before its end is repeated, and tells each message once", async () => {
  const webhookId = await listen();
  await look();
  await put("kept");
  const { context } = inboxes;
  const broken = {
    ...context,
    mailParser: { ...context.mailParser, parseHeaders: () => Promise.reject(new Error("the process died")) },
  };
  await expect(look(broken)).rejects.toThrow("the process died");
  expect(await told(webhookId)).toEqual([]);
  await look();
  expect(await told(webhookId)).toEqual(["kept"]);
});

test("when the server numbers the folder anew, old mail is not told again and new mail is", async () => {
  const webhookId = await listen();
  await put("under the old numbers");
  await look();
  const { prisma } = portal.context.database;
  await waitForNextSecond();
  const before = await prisma.mailboxWatch.findUniqueOrThrow({ where: { mailboxId: person.mailboxId } });
  const lookedAt = new Date();
  await waitForNextSecond();
  await prisma.mailboxWatch.update({
    where: { mailboxId: person.mailboxId },
    data: { uidValidity: (before.uidValidity ?? 0n) + 1n, lastUid: 1_000_000n, lookedAt },
  });
  await put("under the new numbers");
  await look();
  expect(await told(webhookId)).toEqual(["under the new numbers", "under the old numbers"]);
  const after = await prisma.mailboxWatch.findUniqueOrThrow({ where: { mailboxId: person.mailboxId } });
  expect(after).toMatchObject({ uidValidity: before.uidValidity, lastUid: (before.lastUid ?? 0n) + 1n });
});

test("each webhook hears from when it began to listen, switched on again or asked for mail again", async () => {
  const early = await listen();
  await look();
  await put("for the early one");
  await waitForNextSecond();
  const late = await listen(SYSTEM);
  await put("for both");
  await look();
  expect(await told(early)).toEqual(["for both", "for the early one"]);
  expect(await told(late)).toEqual(["for both"]);

  const change = (isActive: boolean, events: WebhookEvent[]) =>
    saveWebhook(portal.context, SYSTEM, { webhookId: late, url: RECEIVER, events, isActive });
  await change(false, [EVENT]);
  await put("while it was off");
  await waitForNextSecond();
  await change(true, [EVENT]);
  await look();
  await change(true, ["mailbox.deleted"]);
  await put("while it did not ask");
  await waitForNextSecond();
  await change(true, [EVENT, "mailbox.deleted"]);
  await put("after all that");
  await look();
  expect(await told(late)).toEqual(["after all that", "for both"]);
  expect(await told(early)).toHaveLength(5);
});

test("more mail than one look reports is told by the next ones, in all", async () => {
  const webhookId = await listen();
  await look();
  const subjects = Array.from({ length: 53 }, (_, index) => `many ${String(index).padStart(2, "0")}`);
  for (const subject of subjects) await put(subject);
  expect(await look()).toMatchObject({ reported: 50 });
  // Due at once: nobody has to wait for a quarter of a minute.
  expect(await reportNewMail({ ...portal.context, ...inboxes.context })).toMatchObject({ reported: 3 });
  expect(await told(webhookId)).toEqual(subjects);
});

describe("of whose mail", () => {
  test("a webhook of an account hears of that account's mailboxes, everybody's hears of all", async () => {
    const own = await listen();
    const everybodys = await listen(SYSTEM);
    await look();
    await put("mine");
    await put("somebody else's", other);
    await look();
    expect(await told(own)).toEqual(["mine"]);
    expect(await told(everybodys)).toEqual(["mine", "somebody else's"]);
  });

  test("addresses of a shared account hear of their own mail, with one look for all of them", async () => {
    const { prisma } = portal.context.database;
    const shared = await portal.getMailbox(other.mailboxId);
    const password = portal.context.keyring.open(
      shared.appPasswordSealed ?? "",
      `mailbox:app_password_sealed:${shared.id}`,
    );
    await prisma.sharedCredentials.create({
      data: {
        key: "old",
        username: other.address,
        passwordSealed: portal.context.keyring.seal(password, "shared_credentials:password_sealed:old"),
      },
    });
    await prisma.domain.create({ data: { name: "old.example", kind: "LEGACY", credentialsKey: "old" } });
    const addresses = ["left@old.example", "right@old.example"];
    for (const address of addresses) {
      const claim = await prisma.addressClaim.create({
        data: { address, addressHash: address, skeletonHash: address },
      });
      await prisma.mailbox.create({
        data: {
          accountId: person.actor.accountId,
          addressClaimId: claim.id,
          address,
          domainName: "old.example",
          purpose: "TEMPORARY",
          backend: "LEGACY",
          state: "ACTIVE",
          quotaMiB: 50,
        },
      });
    }
    const webhookId = await listen();
    const fresh = inboxes.open({});
    await look(fresh);
    for (const address of [...addresses, "nobody@old.example"]) {
      const note = `Delivered-To: ${other.address}\r\nX-Original-To: ${address}\r\n`;
      await inboxes.put(other.mailboxId, note + mail(`to ${address}`, address));
    }
    expect(await look(fresh)).toEqual({ looked: 3, reported: 2 });
    // The person's own mailbox, and one connection for both addresses.
    expect(fresh.mailSessions.count().connections).toBe(2);
    expect(await told(webhookId)).toEqual(addresses.map((address) => `to ${address}`));
    await prisma.mailbox.deleteMany({ where: { domainName: "old.example" } });
  });
});

test("a mailbox somebody sees mail arrive in is looked at first, unless looking fails there", async () => {
  await listen();
  await look();
  const { prisma } = portal.context.database;
  const { mailboxId } = person;
  const dueAt = async () =>
    (await prisma.mailboxWatch.findUniqueOrThrow({ where: { mailboxId } })).nextLookAt;
  expect((await dueAt()).getTime()).toBeGreaterThan(Date.now());
  await hastenLook(portal.context, mailboxId);
  expect(await dueAt()).toEqual(new Date(0));
  await look();
  await prisma.mailboxWatch.update({ where: { mailboxId }, data: { failures: 1 } });
  const before = await dueAt();
  await hastenLook(portal.context, mailboxId);
  expect(await dueAt()).toEqual(before);
  await prisma.mailboxWatch.update({ where: { mailboxId }, data: { failures: 0 } });
});

test("a worker looks, tells and sends by itself", async () => {
  const receiver = await startReceiver();
  // Mail of the tests before must not count as having come after the webhook was made.
  await waitForNextSecond();
  const saved = await saveWebhook(portal.context, person.actor, { url: receiver.url, events: [EVENT] });
  expect(saved.ok).toBe(true);
  await put("by itself");
  const { mailboxId } = person;
  await portal.context.database.prisma.mailboxWatch.deleteMany({ where: { mailboxId } });
  const worker = await portal.startWorker();
  const body = await waitUntil("the message", () => receiver.received[0]?.body ?? null, 100_000);
  await worker.stop();
  await receiver.close();
  expect(receiver.received).toHaveLength(1);
  expect(JSON.parse(body)).toMatchObject({ type: EVENT, data: { message: { subject: "by itself" } } });
}, 120_000);

test("a mailbox that is being deleted is not looked at, and its position is forgotten with it", async () => {
  const webhookId = await listen();
  await put("before the end");
  await look();
  const begun = await deleteMailbox(portal.context, person.actor, {
    mailboxId: person.mailboxId,
    confirmAddress: person.address,
  });
  expect(begun.ok).toBe(true);
  expect(await look()).toMatchObject({ looked: 0 });
  const { prisma } = portal.context.database;
  await prisma.mailbox.update({
    where: { id: person.mailboxId },
    data: { state: "DELETED", address: null },
  });
  expect(await look()).toMatchObject({ looked: 0 });
  expect(await prisma.mailboxWatch.count({ where: { mailboxId: person.mailboxId } })).toBe(0);
  expect(await told(webhookId)).toEqual(["before the end"]);
});
