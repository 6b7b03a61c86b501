import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addAlias, editAlias } from "@/lib/mailcow/aliases";
import { getAttachment } from "@/lib/messages/get-attachment";
import { getMessage } from "@/lib/messages/get-message";
import { listMessages } from "@/lib/messages/list-messages";
import { type MessageView, messageIdSchema } from "@/lib/messages/schema";
import { carryOutSending } from "@/lib/sending/carry-out-sending";
import { mirrorSendAliases } from "@/lib/sending/mirror-send-aliases";
import { listSendAddresses } from "@/lib/sending/queries";
import { sendMessage } from "@/lib/sending/send-message";
import { openTestInboxes, type TestInboxes } from "@/tests/support/test-inbox";
import { openTestPortal, type RegisteredPerson, type TestPortal } from "@/tests/support/test-portal";
import { waitUntil } from "@/tests/support/wait-until";
import { newMessage, send } from "./open-sending-portal";

let portal: TestPortal;
let inboxes: TestInboxes;
let ada: RegisteredPerson;
let bob: RegisteredPerson;

beforeAll(async () => {
  portal = await openTestPortal({ mail: "auto" });
  const worker = await portal.startWorker();
  inboxes = openTestInboxes(portal);
  [ada, bob] = await Promise.all([portal.register(), portal.register()]);
  await Promise.all([ada, bob].map(({ mailboxId }) => portal.untilMailbox(mailboxId, "ACTIVE")));
  await worker.stop();
});
afterAll(async () => {
  await inboxes?.close();
  await portal?.close();
});

const context = () => ({ ...portal.context, ...inboxes.context });
const carryOut = async (outgoingId: string) => {
  await carryOutSending(context(), outgoingId);
  await carryOutSending(context(), outgoingId);
  return portal.context.database.prisma.outgoingMessage.findUniqueOrThrow({ where: { id: outgoingId } });
};

/** Mail that came, by its subject. */
async function receive(person: RegisteredPerson, subject: string): Promise<MessageView> {
  const { mailboxId } = person;
  const found = await waitUntil(`mail about ${subject}`, async () => {
    const page = await listMessages(context(), person.actor, { mailboxId, limit: 50 });
    return page.ok ? page.value.messages.find((message) => message.subject === subject) : null;
  });
  const read = await getMessage(context(), person.actor, {
    mailboxId,
    messageId: messageIdSchema.parse(found.id),
  });
  if (!read.ok) throw new Error(read.failure.reason);
  return read.value;
}

test("two people exchange mail with a file and an answer, by the mail server's own submission and delivery", async () => {
  const content = Buffer.from("Ärger im Büro\n");
  const first = await send(context(), ada, {
    to: `Bob <${bob.address}>`,
    subject: "Привет",
    text: "Line one\n",
    attachments: [{ fileName: "отчёт.txt", mimeType: "text/plain", content }],
  });
  expect(await carryOut(first)).toMatchObject({ state: "SENT" });
  const received = await receive(bob, "Привет");
  expect(received).toMatchObject({
    from: { address: ada.address },
    to: [{ name: "Bob", address: bob.address }],
    text: expect.stringContaining("Line one"),
    attachments: [{ fileName: "отчёт.txt" }],
  });
  const file = await getAttachment(context(), bob.actor, {
    mailboxId: bob.mailboxId,
    messageId: messageIdSchema.parse(received.id),
    partNumber: received.attachments[0]?.partNumber ?? "",
  });
  expect(file.ok ? await text(file.value.content) : null).toBe(content.toString());

  const answer = await send(context(), bob, {
    to: ada.address,
    subject: "Re: Привет",
    mode: "reply",
    original: { folder: "inbox", messageId: messageIdSchema.parse(received.id) },
  });
  expect(await carryOut(answer)).toMatchObject({ state: "SENT" });
  const answered = await receive(ada, "Re: Привет");
  expect(answered.references).toEqual([received.messageIdHeader]);
  expect(answered.threadKey).toBe(received.threadKey);
});

describe("aliases with the right to send", () => {
  const alias = "sales@pasture.test";
  const readAgain = async () => {
    const { prisma } = portal.context.database;
    await prisma.instanceFact.deleteMany({ where: { name: "send-aliases-read" } });
    await mirrorSendAliases(portal.context);
  };
  const own = async (person: RegisteredPerson) => {
    const listed = await listSendAddresses(context(), person.actor, person);
    return listed.ok ? listed.value.map(({ address }) => address) : [];
  };

  test("are mirrored for the mailboxes they lead to, one call for all, and can be sent from", async () => {
    const flags = { active: true, isSogoVisible: true };
    const { mailcow } = portal.context;
    await addAlias(mailcow, {
      addresses: [alias],
      destinations: [ada.address, bob.address],
      isSenderAllowed: true,
      ...flags,
    });
    await addAlias(mailcow, {
      addresses: ["news@pasture.test"],
      destinations: [ada.address],
      isSenderAllowed: false,
      ...flags,
    });
    await addAlias(mailcow, {
      addresses: ["off@pasture.test"],
      destinations: [ada.address],
      isSenderAllowed: true,
      isSogoVisible: true,
      active: false,
    });
    await addAlias(mailcow, {
      addresses: ["@pasture.test"],
      destinations: [ada.address],
      isSenderAllowed: true,
      ...flags,
    });
    await portal.context.database.prisma.mailServerState.upsert({
      where: { id: 1 },
      create: { id: 1, reachable: true },
      update: { reachable: true },
    });
    portal.sandbox.resetCalls();
    await readAgain();
    await mirrorSendAliases(portal.context);
    await mirrorSendAliases(portal.connect());
    expect(portal.sandbox.calls().map(({ path }) => path)).toEqual([
      expect.stringContaining("get/alias/all"),
    ]);
    expect(await own(ada)).toEqual([ada.address, alias]);
    expect(await own(bob)).toEqual([bob.address, alias]);
    const id = await send(context(), ada, { from: alias, to: bob.address, subject: "from sales" });
    expect(await carryOut(id)).toMatchObject({ state: "SENT" });
    expect((await receive(bob, "from sales")).from?.address).toBe(alias);
  });

  test("whose right was taken away meanwhile are refused by the server, and then no longer offered", async () => {
    await editAlias(portal.context.mailcow, alias, { isSenderAllowed: false });
    const id = await send(context(), ada, { from: alias, to: bob.address });
    expect(await carryOut(id)).toMatchObject({
      state: "FAILED",
      reason: "sender-refused",
      serverCode: "553 5.7.1",
    });
    await readAgain();
    expect(await own(ada)).toEqual([ada.address]);
    expect(await sendMessage(context(), ada.actor, newMessage(ada, { from: alias }))).toMatchObject({
      failure: { reason: "sender-not-own" },
    });
  });

  test("with Mailcow away stay as they were, and are asked for again in the next round", async () => {
    await editAlias(portal.context.mailcow, alias, { isSenderAllowed: true });
    await readAgain();
    portal.sandbox.setFault({ kind: "down", path: "get/alias" });
    await readAgain();
    expect(await own(ada)).toEqual([ada.address, alias]);
    portal.sandbox.setFault(null);
    await mirrorSendAliases(portal.context);
    expect(await own(ada)).toEqual([ada.address, alias]);
  });
});
