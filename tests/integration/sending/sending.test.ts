import { setTimeout as wait } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { portalPasswordPlace } from "@/lib/mailboxes/ensure-portal-password";
import { getMessageSource } from "@/lib/messages/get-message-source";
import { listMessages } from "@/lib/messages/list-messages";
import { messageIdSchema } from "@/lib/messages/schema";
import { cancelSending } from "@/lib/sending/cancel-sending";
import { carryOutSending } from "@/lib/sending/carry-out-sending";
import { readDraftHeader } from "@/lib/sending/draft-header";
import { MAILBOX_LIMIT, MAX_ATTACHMENT_BYTES, TOKEN_LIMIT } from "@/lib/sending/policy";
import { getOutgoing, listOutgoing, listSendAddresses } from "@/lib/sending/queries";
import { requeueStrandedSendings } from "@/lib/sending/requeue-stranded-sendings";
import type { OutgoingView } from "@/lib/sending/schema";
import { sendAgain } from "@/lib/sending/send-again";
import { sendMessage } from "@/lib/sending/send-message";
import { createDeferred } from "@/tests/support/create-deferred";
import { type RegisteredPerson, VISITOR } from "@/tests/support/test-portal";
import { newMessage, openSendingPortal, programOf, type SendingPortal, send } from "./open-sending-portal";

let sending: SendingPortal;
let ada: RegisteredPerson;
let eve: RegisteredPerson;

beforeAll(async () => {
  sending = await openSendingPortal();
  const [first, second] = await sending.register(2);
  if (!first || !second) throw new Error("nobody registered");
  [ada, eve] = [first, second];
});
afterAll(() => sending?.close());
afterEach(async () => {
  sending.drop.behave({});
  await sending.context.database.prisma.rateLimit.deleteMany({});
  await sending.context.database.prisma.mailbox.updateMany({ data: { appPasswordRefusedAt: null } });
});

const carryOut = (outgoingId: string) => carryOutSending(sending.context, outgoingId);
const mailsAbout = (subject: string) =>
  sending.drop.mails.filter(({ source }) => source.includes(`Subject: ${subject}\r\n`));
const chunksOf = (outgoingId: string) =>
  sending.context.database.prisma.outgoingChunk.count({ where: { outgoingId } });
const jobsOf = async (outgoingId: string) => {
  const { rows } = await sending.context.database.pool.query<{ run_at: Date }>(
    "select run_at from graphile_worker.jobs where key = $1",
    [`outgoing:${outgoingId}`],
  );
  return rows;
};
const list = async (person: RegisteredPerson, folder: string) => {
  const { mailboxId } = person;
  const page = await listMessages(sending.context, person.actor, { mailboxId, folder, limit: 50 });
  if (!page.ok) throw new Error(page.failure.reason);
  return page.value.messages;
};
/** Sends and files at once, as the worker does in two jobs. */
const deliver = async (outgoingId: string) => {
  await carryOut(outgoingId);
  await carryOut(outgoingId);
};

describe("a message that is sent", () => {
  test("goes out once, to everybody, with hidden recipients in no header, and its copy lies among the sent mail once", async () => {
    const id = await send(sending.context, ada, {
      to: "Bob <bob@elsewhere.example>",
      cc: "carol@elsewhere.example",
      bcc: "dave@elsewhere.example",
      subject: "to-everybody",
    });
    await deliver(id);
    const mails = mailsAbout("to-everybody");
    expect(mails).toHaveLength(1);
    expect(mails[0]).toMatchObject({
      user: ada.address,
      from: ada.address,
      to: ["bob@elsewhere.example", "carol@elsewhere.example", "dave@elsewhere.example"],
    });
    expect(mails[0]?.source.toString()).not.toMatch(/dave|bcc/i);
    const row = await sending.getRow(id);
    expect(row).toMatchObject({ state: "SENT", reason: null, serverCode: null });
    expect(row.filedAt).not.toBeNull();
    const copies = (await list(ada, "sent")).filter(({ subject }) => subject === "to-everybody");
    expect(copies).toHaveLength(1);
    expect(copies[0]).toMatchObject({ messageIdHeader: row.messageIdHeader, isSeen: true });
    // However often the worker comes by.
    await deliver(id);
    expect(mailsAbout("to-everybody")).toHaveLength(1);
  });

  test("is filed once even when the worker dies between filing and noting it", async () => {
    const id = await send(sending.context, ada, { subject: "filed-twice" });
    await carryOut(id);
    const chunks = await sending.context.database.prisma.outgoingChunk.findMany({
      where: { outgoingId: id },
    });
    await carryOut(id);
    await sending.context.database.prisma.outgoingChunk.createMany({ data: chunks });
    await sending.context.database.prisma.outgoingMessage.update({ where: { id }, data: { filedAt: null } });
    await carryOut(id);
    expect((await list(ada, "sent")).filter(({ subject }) => subject === "filed-twice")).toHaveLength(1);
    expect((await sending.getRow(id)).filedAt).not.toBeNull();
  });

  test("leaves nothing of what it says in the portal", async () => {
    const id = await send(sending.context, ada, { subject: "to-be-wiped", text: "canary" });
    expect(await chunksOf(id)).toBeGreaterThan(1);
    await deliver(id);
    expect(await chunksOf(id)).toBe(0);
    const detail = await getOutgoing(sending.context, ada.actor, { outgoingId: id });
    expect(detail).toMatchObject({
      ok: true,
      value: { state: "sent", subject: "to-be-wiped", body: null, isFiled: true },
    });
  });

  test("answers in the thread, marks the answered message, and removes the draft it was", async () => {
    await sending.inboxes.put(
      ada.mailboxId,
      "From: bob@elsewhere.example\r\nSubject: question\r\nMessage-ID: <q2@elsewhere.example>\r\nReferences: <q1@elsewhere.example>\r\n\r\nWell?\r\n",
    );
    const question = (await list(ada, "inbox")).find(({ subject }) => subject === "question");
    const draft = await send(sending.context, ada, { subject: "a-draft", holdSeconds: 60 });
    const cancelled = await cancelSending(sending.context, ada.actor, { outgoingId: draft });
    if (!cancelled.ok) throw new Error(cancelled.failure.reason);
    expect(cancelled.value.isSavedAsDraft).toBe(true);
    const [saved] = (await list(ada, "drafts")).filter(({ subject }) => subject === "a-draft");
    const id = await send(sending.context, ada, {
      subject: "Re: question",
      mode: "reply",
      original: { folder: "inbox", messageId: messageIdSchema.parse(question?.id) },
      draftId: messageIdSchema.parse(saved?.id),
    });
    await deliver(id);
    const source = mailsAbout("Re: question")[0]?.source.toString();
    expect(source).toContain("In-Reply-To: <q2@elsewhere.example>");
    expect(source).toContain("References: <q1@elsewhere.example> <q2@elsewhere.example>");
    expect((await list(ada, "inbox")).find(({ subject }) => subject === "question")?.isAnswered).toBe(true);
    expect((await list(ada, "drafts")).filter(({ subject }) => subject === "a-draft")).toEqual([]);
  });

  test("names the recipients the server refused while the others got it", async () => {
    sending.drop.behave({ recipient: (address) => (address.startsWith("no") ? "550 5.1.1 unknown" : null) });
    const id = await send(sending.context, ada, {
      to: "yes@elsewhere.example, no@elsewhere.example",
      subject: "partly",
    });
    await deliver(id);
    expect(mailsAbout("partly")[0]?.to).toEqual(["yes@elsewhere.example"]);
    expect(await getOutgoing(sending.context, ada.actor, { outgoingId: id })).toMatchObject({
      value: { state: "sent", refused: [{ address: "no@elsewhere.example", code: "550 5.1.1" }] },
    });
  });
});

describe("when the server does not take it", () => {
  test("a 4xx is tried again later, with the same Message-ID, until it is taken", async () => {
    sending.drop.behave({ message: "451 4.3.0 busy" });
    const id = await send(sending.context, ada, { subject: "later" });
    await carryOut(id);
    const waiting = await sending.getRow(id);
    expect(waiting).toMatchObject({
      state: "WAITING",
      reason: "server-says-later",
      serverCode: "451 4.3.0",
      attempts: 1,
    });
    expect((await jobsOf(id))[0]?.run_at.getTime()).toBe(waiting.nextAttemptAt?.getTime());
    sending.drop.behave({});
    await deliver(id);
    expect(mailsAbout("later")).toHaveLength(1);
    const sent = await sending.getRow(id);
    expect(sent).toMatchObject({ state: "SENT", attempts: 2, messageIdHeader: waiting.messageIdHeader });
    expect(mailsAbout("later")[0]?.source.toString()).toContain(`Message-ID: ${waiting.messageIdHeader}`);
  });

  test("after a day it has failed, and what it says is still there to be sent again", async () => {
    sending.drop.behave({ message: "451 4.3.0 busy" });
    const id = await send(sending.context, ada, { subject: "too-late" });
    await sending.context.database.prisma.outgoingMessage.update({
      where: { id },
      data: { sendAt: new Date(Date.now() - 24 * 3_600_000 + 10_000) },
    });
    await carryOut(id);
    expect(await sending.getRow(id)).toMatchObject({
      state: "FAILED",
      reason: "tried-too-long",
      serverCode: "451 4.3.0",
    });
    sending.drop.behave({});
    expect(await sendAgain(sending.context, ada.actor, { outgoingId: id })).toMatchObject({
      ok: true,
      value: { state: "queued" },
    });
    await deliver(id);
    expect(await sending.getRow(id)).toMatchObject({ state: "SENT" });
    expect(mailsAbout("too-late")).toHaveLength(1);
  });

  test("what comes out of a restored backup days later is not sent by itself", async () => {
    const id = await send(sending.context, ada, { subject: "from-a-backup" });
    await sending.context.database.prisma.outgoingMessage.update({
      where: { id },
      data: { sendAt: new Date(Date.now() - 25 * 3_600_000) },
    });
    await carryOut(id);
    expect(await sending.getRow(id)).toMatchObject({ state: "FAILED", reason: "tried-too-long" });
    expect(mailsAbout("from-a-backup")).toEqual([]);
  });

  test.each([
    [{ message: "554 5.7.1 looks like spam" }, "message-refused", "554 5.7.1"],
    [{ message: "552 5.3.4 too big" }, "too-large", "552 5.3.4"],
    [{ recipient: () => "550 5.1.1 nobody" }, "recipients-refused", "550 5.1.1"],
    [{ recipient: () => "553 5.7.1 not owned by user" }, "sender-refused", "553 5.7.1"],
  ])("%o has failed at once: %s", async (behaviour, reason, serverCode) => {
    sending.drop.behave(behaviour);
    const id = await send(sending.context, ada, { subject: `failed-${reason}` });
    await carryOut(id);
    expect(await sending.getRow(id)).toMatchObject({ state: "FAILED", reason, serverCode });
    expect(await jobsOf(id)).toHaveLength(1);
    await carryOut(id);
    expect((await sending.getRow(id)).attempts).toBe(1);
  });

  test("a message whose answer was lost may have been sent: no machine sends it again, a person may, under the same Message-ID", async () => {
    sending.drop.behave({ hangUp: "after-message" });
    const id = await send(sending.context, ada, { subject: "unclear" });
    await carryOut(id);
    const row = await sending.getRow(id);
    expect(row).toMatchObject({ state: "MAYBE_SENT", reason: "answer-lost" });
    sending.drop.behave({});
    for (let visit = 0; visit < 3; visit += 1) await carryOut(id);
    expect(mailsAbout("unclear")).toHaveLength(1);
    expect(await sendAgain(sending.context, programOf(ada), { outgoingId: id })).toMatchObject({ ok: false });
    expect(await sendAgain(sending.context, ada.actor, { outgoingId: id })).toMatchObject({ ok: true });
    expect(await sendAgain(sending.context, ada.actor, { outgoingId: id })).toMatchObject({
      failure: { reason: "nothing-to-send-again" },
    });
    await deliver(id);
    const [first, second] = mailsAbout("unclear").map(({ source }) =>
      /^Message-ID: (.*)$/m.exec(source.toString())?.[1]?.trim(),
    );
    expect(first).toBe(row.messageIdHeader);
    expect(second).toBe(first);
  });
});

describe("a password the server refuses", () => {
  test("costs one login: further mail waits untried, and reading does not try it either", async () => {
    sending.drop.behave({ login: "535 5.7.8 authentication failed" });
    const ids = [await send(sending.context, eve), await send(sending.context, eve)];
    const before = sending.drop.logins();
    const fresh = sending.inboxes.open({});
    const context = { ...sending.context, ...fresh };
    for (const id of ids) {
      await carryOutSending(context, id);
      const row = await sending.getRow(id);
      expect(row).toMatchObject({ state: "WAITING", reason: "login-refused" });
      // Mailcow counts failed logins for ten minutes.
      expect(row.nextAttemptAt?.getTime()).toBeGreaterThan(Date.now() + 10 * 60_000);
    }
    expect(sending.drop.logins() - before).toBe(1);
    const { mailboxId } = eve;
    // Another process has heard of it through the database alone.
    for (const process of [context, { ...sending.context, ...sending.inboxes.open({}) }]) {
      expect(await listMessages(process, eve.actor, { mailboxId, limit: 1 })).toEqual({
        ok: false,
        failure: { reason: "mailbox-login-refused" },
      });
    }
    const due = async () =>
      (await Promise.all(ids.map(jobsOf))).flat().filter(({ run_at }) => run_at <= new Date()).length;
    await requeueStrandedSendings(sending.context);
    expect(await due()).toBe(0);
    // As renewing the password leaves it.
    await sending.context.database.prisma.mailbox.update({
      where: { id: mailboxId },
      data: { appPasswordRefusedAt: null },
    });
    await requeueStrandedSendings(sending.context);
    expect(await due()).toBe(2);
    sending.drop.behave({});
    for (const id of ids) await carryOut(id);
    expect(await Promise.all(ids.map(sending.getRow))).toMatchObject([{ state: "SENT" }, { state: "SENT" }]);
  });

  test("while reading costs sending no login, in any process, until it is renewed", async () => {
    const { prisma } = sending.context.database;
    const { mailboxId } = eve;
    const id = await send(sending.context, eve, { subject: "after-renewal" });
    const before = await prisma.mailbox.findUniqueOrThrow({ where: { id: mailboxId } });
    const appPasswordSealed = sending.context.keyring.seal(
      "not the password",
      portalPasswordPlace(mailboxId),
    );
    await prisma.mailbox.update({ where: { id: mailboxId }, data: { appPasswordSealed } });
    const reader = { ...sending.context, ...sending.inboxes.open({}) };
    expect(await listMessages(reader, eve.actor, { mailboxId, limit: 1 })).toMatchObject({
      failure: { reason: "mailbox-login-refused" },
    });
    const logins = sending.drop.logins();
    await carryOutSending({ ...sending.context, ...sending.inboxes.open({}) }, id);
    expect([sending.drop.logins(), await sending.getRow(id)]).toMatchObject([
      logins,
      { state: "WAITING", reason: "login-refused" },
    ]);
    // As renewing the password leaves it.
    const renewed = { appPasswordSealed: before.appPasswordSealed, appPasswordRefusedAt: null };
    await prisma.mailbox.update({ where: { id: mailboxId }, data: renewed });
    await carryOut(id);
    expect(await sending.getRow(id)).toMatchObject({ state: "SENT" });
  });

  test("a server that is only busy with its logins closes nothing", async () => {
    sending.drop.behave({ login: "454 4.7.0 temporary failure" });
    const id = await send(sending.context, eve);
    await carryOut(id);
    expect(await sending.getRow(id)).toMatchObject({
      state: "WAITING",
      reason: "server-says-later",
      serverCode: "454 4.7.0",
    });
    sending.drop.behave({});
    await deliver(id);
    expect(await sending.getRow(id)).toMatchObject({ state: "SENT" });
  });
});

describe("a fault of the portal", () => {
  test("is not the message's end at once, and never half a message at the server", async () => {
    const id = await send(sending.context, eve, {
      subject: "missing-piece",
      text: "x".repeat(900_000),
      html: "y".repeat(900_000),
    });
    const { prisma } = sending.context.database;
    expect((await sending.getRow(id)).chunkCount).toBe(2);
    const where = { outgoingId_position: { outgoingId: id, position: 2 } };
    const piece = await prisma.outgoingChunk.delete({ where });
    await carryOut(id);
    expect(await sending.getRow(id)).toMatchObject({ state: "WAITING" });
    expect(mailsAbout("missing-piece")).toEqual([]);
    await prisma.outgoingChunk.create({ data: { ...piece, sealed: new Uint8Array(piece.sealed) } });
    await prisma.outgoingMessage.update({ where: { id }, data: { headSealed: "v1.gone.x" } });
    for (let tries = 2; tries <= 5; tries += 1) await carryOut(id);
    const row = await prisma.outgoingMessage.findUniqueOrThrow({
      where: { id },
      select: { state: true, reason: true },
    });
    expect(row).toEqual({ state: "FAILED", reason: "portal-error" });
    await prisma.outgoingMessage.delete({ where: { id } });
    await prisma.outgoingChunk.deleteMany({ where: { outgoingId: id } });
  });
});

describe("one mail, whatever happens at once", () => {
  test("two workers on one message", async () => {
    const held = createDeferred<void>();
    sending.drop.behave({ hold: held.promise });
    const id = await send(sending.context, ada, { subject: "two-workers" });
    const arrived = sending.drop.untilMessage();
    const first = carryOut(id);
    await arrived;
    await carryOut(id);
    expect(await sending.getRow(id)).toMatchObject({ state: "SENDING" });
    held.resolve();
    await first;
    await carryOut(id);
    expect(mailsAbout("two-workers")).toHaveLength(1);
    expect(await sending.getRow(id)).toMatchObject({ state: "SENT", attempts: 1 });
  });

  test("a try that was taken for dead still tells how it ended", async () => {
    const held = createDeferred<void>();
    sending.drop.behave({ hold: held.promise });
    const id = await send(sending.context, ada, { subject: "slow-worker" });
    const arrived = sending.drop.untilMessage();
    const first = carryOut(id);
    await arrived;
    await sending.context.database.prisma.outgoingMessage.update({
      where: { id },
      data: { startedAt: new Date(Date.now() - 60_000) },
    });
    await carryOut(id);
    expect(await sending.getRow(id)).toMatchObject({ state: "MAYBE_SENT", reason: "worker-died" });
    held.resolve();
    await first;
    expect(await sending.getRow(id)).toMatchObject({ state: "SENT", reason: null });
    expect(mailsAbout("slow-worker")).toHaveLength(1);
  });

  test("a cancellation and the worker at the same moment: exactly one of them wins, fifty times", async () => {
    const wins = { cancel: 0, worker: 0 };
    for (let round = 0; round < 50; round += 1) {
      const subject = `race-${round}`;
      const id = await send(sending.context, ada, { subject, holdSeconds: 10 });
      // One has a head start of up to 25 ms, then the other.
      const leadMs = ((round % 10) - 5) * 5;
      const cancelling = wait(Math.max(0, -leadMs)).then(() =>
        cancelSending(sending.context, ada.actor, { outgoingId: id }),
      );
      const working = wait(Math.max(0, leadMs)).then(() => carryOut(id));
      const [cancelled] = await Promise.all([cancelling, working]);
      const { state } = await sending.getRow(id);
      const sent = mailsAbout(subject).length;
      if (cancelled.ok) expect({ state, sent }).toEqual({ state: "CANCELLED", sent: 0 });
      else {
        expect(cancelled.failure.reason).toBe("sending-begun");
        expect({ state, sent }).toEqual({ state: "SENT", sent: 1 });
      }
      wins[cancelled.ok ? "cancel" : "worker"] += 1;
      await sending.context.database.prisma.rateLimit.deleteMany({});
    }
    // Where one of them always wins there is no race.
    expect(Math.min(wins.cancel, wins.worker)).toBeGreaterThan(0);
  }, 240_000);

  test("the same request twice at once, and again", async () => {
    const ask = () =>
      sendMessage(sending.context, ada.actor, newMessage(ada, { subject: "one-key", clientKey: "key-0001" }));
    const answers = await Promise.all([ask(), ask(), ask()]);
    answers.push(await ask());
    const ids = answers.map((answer) => (answer.ok ? answer.value.id : answer.failure.reason));
    expect(new Set(ids).size).toBe(1);
    await deliver(ids[0] ?? "");
    expect(mailsAbout("one-key")).toHaveLength(1);
    const { prisma } = sending.context.database;
    expect(await prisma.outgoingMessage.count({ where: { clientKey: "key-0001" } })).toBe(1);
    // Nothing is left of the requests that lost.
    const orphans =
      await prisma.$queryRaw`select 1 from outgoing_chunk c left join outgoing_message m on m.id = c.outgoing_id where m.id is null`;
    expect(orphans).toEqual([]);
    const other = newMessage(ada, { subject: "another", clientKey: "key-0001" });
    expect(await sendMessage(sending.context, ada.actor, other)).toEqual({
      ok: false,
      failure: { reason: "client-key-reused" },
    });
  });
});

describe("taking back", () => {
  test("within the hold gives the message back as a draft with its hidden recipients, and wipes it here", async () => {
    const id = await send(sending.context, ada, {
      subject: "taken-back",
      bcc: "dave@elsewhere.example",
      holdSeconds: 10,
    });
    const held = await sending.getRow(id);
    expect(held.state).toBe("HELD");
    expect((await jobsOf(id))[0]?.run_at.getTime()).toBe(held.sendAt.getTime());
    const cancelled = await cancelSending(sending.context, ada.actor, { outgoingId: id });
    expect(cancelled).toMatchObject({ ok: true, value: { isSavedAsDraft: true } });
    expect(await jobsOf(id)).toEqual([]);
    expect(await chunksOf(id)).toBe(0);
    await carryOut(id);
    expect(mailsAbout("taken-back")).toEqual([]);
    const [draft] = (await list(ada, "drafts")).filter(({ subject }) => subject === "taken-back");
    expect(draft?.isDraft).toBe(true);
    expect(await cancelSending(sending.context, ada.actor, { outgoingId: id })).toMatchObject({ ok: true });
    expect((await list(ada, "drafts")).filter(({ subject }) => subject === "taken-back")).toHaveLength(1);
  });

  test.each(["reply", "forward"] as const)(
    "a %s that was taken back and is sent again still is one: thread and mark as if nothing had been",
    async (mode) => {
      const messageIdHeader = `<taken-${mode}@elsewhere.example>`;
      const subject = `answered-${mode}`;
      await sending.inboxes.put(
        ada.mailboxId,
        `From: bob@elsewhere.example\r\nSubject: ${subject}\r\nMessage-ID: ${messageIdHeader}\r\nReferences: <first@elsewhere.example>\r\n\r\nWell?\r\n`,
      );
      const answered = async () => (await list(ada, "inbox")).find((message) => message.subject === subject);
      const original = { folder: "inbox", messageId: messageIdSchema.parse((await answered())?.id) };
      const message = { subject: `Again: ${subject}`, mode, original };
      const id = await send(sending.context, ada, { ...message, holdSeconds: 10 });
      const cancelled = await cancelSending(sending.context, ada.actor, { outgoingId: id });
      const draftId = messageIdSchema.parse(cancelled.ok ? cancelled.value.draftId : "");
      const key = { mailboxId: ada.mailboxId, folder: "drafts", messageId: draftId };
      const source = await getMessageSource(sending.context, ada.actor, key);
      if (!source.ok) throw new Error(source.failure.reason);
      // What the page's form opens with.
      const note = readDraftHeader(source.value.text);
      expect(note).toMatchObject({ mode, original: { folder: "inbox" } });
      const again = {
        folder: note?.original?.folder ?? "",
        messageId: messageIdSchema.parse(note?.original?.messageId),
      };
      await deliver(await send(sending.context, ada, { ...message, original: again, draftId }));
      const [mail, ...others] = mailsAbout(`Again: ${subject}`);
      expect(others).toEqual([]);
      const text = mail?.source.toString() ?? "";
      expect(text).not.toMatch(/x-pasture/i);
      expect(text.includes(`In-Reply-To: ${messageIdHeader}\r\n`)).toBe(mode === "reply");
      expect(/^References: <first@elsewhere.example>\s+<taken-reply@elsewhere.example>\r$/m.test(text)).toBe(
        mode === "reply",
      );
      expect((await answered())?.isAnswered).toBe(mode === "reply");
      expect((await list(ada, "drafts")).filter((draft) => draft.subject === message.subject)).toEqual([]);
    },
  );

  test("without a mail server still takes it back, and what it says stays here", async () => {
    const id = await send(sending.context, ada, { subject: "no-drafts-now", holdSeconds: 10 });
    const closed = sending.inboxes.open({});
    await closed.mailSessions.close();
    const away = { ...sending.context, ...closed };
    expect(await cancelSending(away, ada.actor, { outgoingId: id })).toEqual({
      ok: true,
      value: { draftId: null, isSavedAsDraft: false },
    });
    expect(await getOutgoing(sending.context, ada.actor, { outgoingId: id })).toMatchObject({
      value: { state: "cancelled", body: { text: "Line one\n" } },
    });
  });

  test("what was sent cannot be taken back", async () => {
    const id = await send(sending.context, ada);
    await deliver(id);
    expect(await cancelSending(sending.context, ada.actor, { outgoingId: id })).toEqual({
      ok: false,
      failure: { reason: "sending-begun" },
    });
  });
});

describe("who may send", () => {
  test("a mailbox of somebody else's does not exist, for any verb", async () => {
    const id = await send(sending.context, ada, { holdSeconds: 60 });
    const hidden = { ok: false, failure: { reason: "not-found" } };
    expect(await sendMessage(sending.context, eve.actor, newMessage(ada))).toEqual(hidden);
    expect(await sendMessage(sending.context, { ...eve.actor, role: "ADMIN" }, newMessage(ada))).toEqual(
      hidden,
    );
    expect(await sendMessage(sending.context, VISITOR, newMessage(ada))).toEqual(hidden);
    expect(await sendMessage(sending.context, { kind: "system", name: "x" }, newMessage(ada))).toEqual(
      hidden,
    );
    for (const service of [getOutgoing, cancelSending, sendAgain]) {
      expect(await service(sending.context, eve.actor, { outgoingId: id })).toEqual(hidden);
    }
    expect(await listOutgoing(sending.context, eve.actor, { mailboxId: ada.mailboxId, limit: 5 })).toEqual(
      hidden,
    );
    expect(
      await listOutgoing(sending.context, eve.actor, { mailboxId: eve.mailboxId, limit: 5, cursor: id }),
    ).toEqual(hidden);
    expect(await listSendAddresses(sending.context, eve.actor, { mailboxId: ada.mailboxId })).toEqual(hidden);
    await cancelSending(sending.context, ada.actor, { outgoingId: id });
  });

  test("a token without mail:send does not find the mailbox", async () => {
    const reader = programOf(ada, ["mail:read", "mailbox:write"]);
    expect(await sendMessage(sending.context, reader, newMessage(ada))).toEqual({
      ok: false,
      failure: { reason: "not-found" },
    });
  });

  test("From is one of the mailbox's own addresses", async () => {
    await sending.context.database.prisma.mailbox.update({
      where: { id: ada.mailboxId },
      data: { sendAliases: ["sales@pasture.test"], displayName: "Ada\r\nBcc: x" },
    });
    for (const from of [eve.address, "sales@evil.example", "sales@pasture.test, x@y.example", ""]) {
      expect(await sendMessage(sending.context, ada.actor, newMessage(ada, { from }))).toEqual({
        ok: false,
        failure: { reason: "sender-not-own" },
      });
    }
    const id = await send(sending.context, ada, { from: " Sales@PASTURE.test", subject: "from-an-alias" });
    await deliver(id);
    expect(mailsAbout("from-an-alias")[0]).toMatchObject({ user: ada.address, from: "sales@pasture.test" });
    expect(mailsAbout("from-an-alias")[0]?.source.toString()).toMatch(
      /^From: "Ada Bcc: x" <sales@pasture.test>/m,
    );
    expect(await sending.getRow(id)).toMatchObject({
      messageIdHeader: expect.stringMatching(/@pasture\.test>$/),
    });
  });

  test("an hour's worth of messages is the most of a mailbox, and of a token", async () => {
    const { rateLimits } = sending.context;
    for (let sent = 0; sent < MAILBOX_LIMIT.points; sent += 1)
      await rateLimits.consume(MAILBOX_LIMIT, ada.mailboxId);
    expect(await sendMessage(sending.context, ada.actor, newMessage(ada))).toMatchObject({
      failure: { reason: "rate-limited", retryAfterSeconds: expect.any(Number) },
    });
    const program = programOf(eve, ["mail:send", "mail:send-unattended"]);
    for (let sent = 0; sent < TOKEN_LIMIT.points; sent += 1)
      await rateLimits.consume(TOKEN_LIMIT, program.tokenId ?? "");
    expect(await sendMessage(sending.context, program, newMessage(eve))).toMatchObject({
      failure: { reason: "rate-limited" },
    });
    expect(
      await sendMessage(sending.context, eve.actor, newMessage(eve, { subject: "own-hands" })),
    ).toMatchObject({ ok: true });
  });
});

test("an hour's worth of recipients is the most of a mailbox, however few messages they are in", async () => {
  const { prisma } = sending.context.database;
  await prisma.outgoingMessage.deleteMany({ where: { mailboxId: eve.mailboxId } });
  const hundred = Array.from({ length: 100 }, (_, number) => `r${number}@elsewhere.example`).join();
  const ids: string[] = [];
  for (let sent = 0; sent < 5; sent += 1) ids.push(await send(sending.context, eve, { to: hundred }));
  expect(await sendMessage(sending.context, eve.actor, newMessage(eve))).toMatchObject({
    failure: { reason: "rate-limited", retryAfterSeconds: expect.any(Number) },
  });
  await prisma.outgoingMessage.update({
    where: { id: ids[0] ?? "" },
    data: { createdAt: new Date(Date.now() - 3_700_000) },
  });
  expect(await sendMessage(sending.context, eve.actor, newMessage(eve))).toMatchObject({ ok: true });
  await prisma.outgoingMessage.deleteMany({ where: { mailboxId: eve.mailboxId } });
});

test.each([
  [{ to: "" }, { reason: "recipient-missing" }],
  [{ cc: "a(b)@example.org" }, { reason: "recipient-invalid", field: "cc", at: 0, length: 16 }],
  [
    { to: Array.from({ length: 101 }, (_, number) => `a${number}@example.org`).join() },
    { reason: "too-many-recipients", most: 100 },
  ],
  [{ subject: "Hello\r\nBcc: eve@evil.example" }, { reason: "subject-invalid" }],
  [{ subject: "Hello\u2028there" }, { reason: "subject-invalid" }],
  [
    {
      attachments: [
        { fileName: "a", mimeType: "text/plain", content: new Uint8Array(MAX_ATTACHMENT_BYTES + 1) },
      ],
    },
    { reason: "too-large-to-send", mostBytes: MAX_ATTACHMENT_BYTES },
  ],
])("what cannot be sent is refused and nothing of it kept: %#", async (changes, failure) => {
  const { prisma } = sending.context.database;
  const before = [await prisma.outgoingMessage.count(), await prisma.outgoingChunk.count()];
  expect(await sendMessage(sending.context, ada.actor, newMessage(ada, changes))).toEqual({
    ok: false,
    failure,
  });
  expect([await prisma.outgoingMessage.count(), await prisma.outgoingChunk.count()]).toEqual(before);
});

test("a mailbox's outgoing mail is listed newest first, page by page", async () => {
  const subjects = ["list-1", "list-2", "list-3"];
  for (const subject of subjects) await send(sending.context, eve, { subject });
  const seen: OutgoingView[] = [];
  let cursor: string | undefined;
  do {
    const page = await listOutgoing(sending.context, eve.actor, {
      mailboxId: eve.mailboxId,
      limit: 2,
      cursor,
    });
    if (!page.ok) throw new Error(page.failure.reason);
    seen.push(...page.value.messages);
    cursor = page.value.nextCursor ?? undefined;
  } while (cursor);
  const found = seen.map(({ subject }) => subject).filter((subject) => subject.startsWith("list-"));
  expect(found).toEqual([...subjects].reverse());
  expect(new Set(seen.map(({ id }) => id)).size).toBe(seen.length);
});
