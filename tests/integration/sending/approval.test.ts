import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { cancelSending } from "@/lib/sending/cancel-sending";
import { carryOutSending } from "@/lib/sending/carry-out-sending";
import { approveSending, rejectSending } from "@/lib/sending/decide-sending";
import { purgeOutgoing } from "@/lib/sending/purge-outgoing";
import { getApproval, getOutgoing } from "@/lib/sending/queries";
import { type RegisteredPerson, VISITOR } from "@/tests/support/test-portal";
import { type MailDrop, startMailDrop } from "../smtp/start-mail-drop";
import { openSendingPortal, programOf, type SendingPortal, send } from "./open-sending-portal";

let outside: MailDrop;
let sending: SendingPortal;
let ada: RegisteredPerson;
let eve: RegisteredPerson;

beforeAll(async () => {
  outside = await startMailDrop();
  sending = await openSendingPortal({
    environment: { SMTP_URL: outside.url, EMAIL_FROM: "Pasture <portal@pasture.test>" },
  });
  const [first, second] = await sending.register(2);
  if (!first || !second) throw new Error("nobody registered");
  [ada, eve] = [first, second];
});
afterAll(async () => {
  await sending?.close();
  await outside?.close();
});
beforeEach(() => setRecovery("ada@outside.example"));

const setRecovery = (recoveryEmail: string | null) =>
  sending.context.database.prisma.account.update({
    where: { id: ada.actor.accountId },
    data: { recoveryEmail },
  });
const carryOut = (outgoingId: string) => carryOutSending(sending.context, outgoingId);
const ask = (subject: string) =>
  send(sending.context, ada, { subject, text: "the whole text" }, programOf(ada));
const mailsAbout = (subject: string) =>
  sending.drop.mails.filter(({ source }) => source.includes(`Subject: ${subject}\r\n`));
const newestLink = () =>
  /token=(\S+)/.exec(outside.mails.at(-1)?.source.replace(/=\r\n/g, "").replaceAll("=3D", "=") ?? "")?.[1] ??
  "";

describe("a program whose token may not send by itself", () => {
  test("has its message wait until the owner, signed in, lets it go; then it is sent once", async () => {
    const id = await ask("on-the-page");
    expect(await sending.getRow(id)).toMatchObject({ state: "AWAITING_APPROVAL" });
    await carryOut(id);
    expect(mailsAbout("on-the-page")).toEqual([]);
    expect(await getOutgoing(sending.context, ada.actor, { outgoingId: id })).toMatchObject({
      value: { state: "awaiting-approval", isFromProgram: true, body: { text: "the whole text" } },
    });
    const decisions = await Promise.all([
      approveSending(sending.context, ada.actor, { outgoingId: id }),
      approveSending(sending.context, ada.actor, { outgoingId: id }),
    ]);
    expect(decisions.filter(({ ok }) => ok)).toHaveLength(1);
    await carryOut(id);
    await carryOut(id);
    expect(mailsAbout("on-the-page")).toHaveLength(1);
  });

  test("cannot let it go itself, whatever its scopes, and nobody else can", async () => {
    const id = await ask("by-nobody-else");
    for (const decide of [approveSending, rejectSending]) {
      const program = programOf(ada, ["*"]);
      expect(await decide(sending.context, program, { outgoingId: id })).toEqual({
        ok: false,
        failure: { reason: "not-allowed" },
      });
      expect(await decide(sending.context, eve.actor, { outgoingId: id })).toEqual({
        ok: false,
        failure: { reason: "not-found" },
      });
      expect(await decide(sending.context, VISITOR, { outgoingId: id })).toEqual({
        ok: false,
        failure: { reason: "not-found" },
      });
    }
    expect((await sending.getRow(id)).state).toBe("AWAITING_APPROVAL");
  });

  test("may take it back", async () => {
    const id = await ask("thought-again");
    expect(await cancelSending(sending.context, programOf(ada), { outgoingId: id })).toMatchObject({
      ok: true,
    });
    expect(await approveSending(sending.context, ada.actor, { outgoingId: id })).toEqual({
      ok: false,
      failure: { reason: "nothing-to-approve" },
    });
  });

  test("sends at once with mail:send-unattended", async () => {
    const id = await send(sending.context, ada, {}, programOf(ada, ["mail:send", "mail:send-unattended"]));
    expect((await sending.getRow(id)).state).toBe("QUEUED");
  });

  test("is stopped for good, and what it wrote is forgotten", async () => {
    const id = await ask("stopped");
    expect(await rejectSending(sending.context, ada.actor, { outgoingId: id })).toMatchObject({
      value: { state: "rejected" },
    });
    expect(await sending.context.database.prisma.outgoingChunk.count({ where: { outgoingId: id } })).toBe(0);
    await carryOut(id);
    expect(mailsAbout("stopped")).toEqual([]);
  });
});

describe("the link", () => {
  test("goes to the owner's address outside, says nothing of the message, shows all of it, and works once", async () => {
    const before = outside.mails.length;
    const id = await ask("by-link");
    await carryOut(id);
    await carryOut(id);
    const mails = outside.mails.slice(before);
    expect(mails.map(({ to }) => to)).toEqual([["ada@outside.example"]]);
    expect(mails[0]?.source).not.toMatch(/by-link|the whole text|elsewhere/);
    const token = newestLink();
    expect(await getApproval(sending.context, VISITOR, { token })).toMatchObject({
      value: { id, subject: "by-link", body: { text: "the whole text" } },
    });
    expect(await approveSending(sending.context, programOf(ada), { token })).toMatchObject({
      failure: { reason: "not-allowed" },
    });
    const decisions = await Promise.all([
      approveSending(sending.context, VISITOR, { token }),
      rejectSending(sending.context, VISITOR, { token }),
      approveSending(sending.context, VISITOR, { token }),
    ]);
    expect(decisions.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await approveSending(sending.context, VISITOR, { token })).toEqual({
      ok: false,
      failure: { reason: "nothing-to-approve" },
    });
    expect(await getApproval(sending.context, VISITOR, { token })).toMatchObject({ ok: false });
    const dump = JSON.stringify(await sending.context.database.prisma.outgoingMessage.findMany());
    expect(dump).not.toContain(token);
  });

  test("is no good after a day", async () => {
    const id = await ask("old-link");
    await carryOut(id);
    const token = newestLink();
    await sending.context.database.prisma.outgoingMessage.update({
      where: { id },
      data: { approvalEndsAt: new Date(Date.now() - 1_000) },
    });
    expect(await approveSending(sending.context, VISITOR, { token })).toMatchObject({ ok: false });
    expect(await approveSending(sending.context, ada.actor, { outgoingId: id })).toMatchObject({ ok: true });
  });

  test.each(["", "nonsense", `pasture_approve_${"a".repeat(49)}`])(
    "that is none, %j, finds nothing",
    async (token) => {
      expect(await approveSending(sending.context, VISITOR, { token })).toEqual({
        ok: false,
        failure: { reason: "nothing-to-approve" },
      });
    },
  );

  test("is never sent into a mailbox that the program may be reading, nor without an address outside", async () => {
    const before = outside.mails.length;
    for (const recoveryEmail of [null, ada.address, eve.address]) {
      await setRecovery(recoveryEmail);
      const id = await ask("inside");
      await carryOut(id);
      expect((await sending.getRow(id)).approvalHash).toBeNull();
    }
    expect(outside.mails).toHaveLength(before);
  });

  test("is sent again, as a new one, when the mail with it was not taken", async () => {
    outside.behave(451);
    const id = await ask("link-later");
    await carryOut(id);
    expect((await sending.getRow(id)).approvalHash).toBeNull();
    outside.behave("take");
    await carryOut(id);
    expect(await approveSending(sending.context, VISITOR, { token: newestLink() })).toMatchObject({
      ok: true,
      value: { id },
    });
  });
});

test("what nobody approved in a week is refused and forgotten; unsent content after a week, rows after a month", async () => {
  const { prisma } = sending.context.database;
  const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);
  const [unapproved, fresh, failed, kept, old] = [
    await ask("p1"),
    await ask("p2"),
    await ask("p3"),
    await ask("p4"),
    await ask("p5"),
  ];
  const chunks = (outgoingId: string) => prisma.outgoingChunk.count({ where: { outgoingId } });
  await prisma.outgoingMessage.update({ where: { id: unapproved }, data: { createdAt: daysAgo(8) } });
  await prisma.outgoingMessage.update({
    where: { id: failed },
    data: { state: "FAILED", finishedAt: daysAgo(8) },
  });
  await prisma.outgoingMessage.update({
    where: { id: kept },
    data: { state: "MAYBE_SENT", finishedAt: daysAgo(6) },
  });
  await prisma.outgoingMessage.update({
    where: { id: old },
    data: { state: "SENT", finishedAt: daysAgo(31) },
  });
  await prisma.outgoingChunk.updateMany({ where: { outgoingId: old }, data: { createdAt: daysAgo(31) } });
  await purgeOutgoing(sending.context);
  expect(await sending.getRow(unapproved)).toMatchObject({ state: "REJECTED", reason: "nobody-approved" });
  expect(await sending.getRow(fresh)).toMatchObject({ state: "AWAITING_APPROVAL" });
  expect(await prisma.outgoingMessage.findUnique({ where: { id: old } })).toBeNull();
  expect(await Promise.all([unapproved, fresh, failed, kept, old].map(chunks))).toEqual([0, 2, 0, 2, 0]);
  expect((await sending.getRow(failed)).state).toBe("FAILED");
});
