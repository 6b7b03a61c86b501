import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { PortalContext } from "@/lib/context/portal-context";
import { warnOfExpiry } from "@/lib/notifications/warn-of-expiry";
import { createTemporaryMailbox } from "@/lib/temporary-mailboxes/create-temporary-mailbox";
import { extendTemporaryMailbox } from "@/lib/temporary-mailboxes/extend-temporary-mailbox";
import { openTestPortal, type RegisteredPerson, type TestPortal } from "../../support/test-portal";
import { type MailDrop, startMailDrop } from "../smtp/start-mail-drop";

const HOUR_MS = 3_600_000;

let portal: TestPortal;
let person: RegisteredPerson;
let drop: MailDrop;
let context: PortalContext;

beforeAll(async () => {
  portal = await openTestPortal();
  const domain = portal.context.settings.domain ?? "";
  await portal.context.database.prisma.domain.update({
    where: { name: domain },
    data: { temporaryAllowed: true },
  });
  person = await portal.register();
});
afterAll(() => portal.close());
beforeEach(async () => {
  drop = await startMailDrop();
  context = withMail(drop.url);
});
afterEach(async () => {
  await portal.context.database.prisma.mailbox.updateMany({
    where: { purpose: "TEMPORARY" },
    data: { expiryWarnedAt: new Date(), accountId: null },
  });
  await drop.close();
});

function withMail(smtpUrl: string | null): PortalContext {
  return { ...portal.context, settings: { ...portal.context.settings, smtpUrl } };
}

/** A usable mailbox of the person's that lives for a day, of which only so many minutes are left. */
async function newMailbox(minutesLeft: number, lifeHours = 24): Promise<string> {
  const created = await createTemporaryMailbox(portal.context, person.actor, {});
  if (!created.ok) throw new Error(created.failure.reason);
  const { mailboxId } = created.value;
  const expiresAt = new Date(Date.now() + minutesLeft * 60_000);
  await portal.context.database.prisma.mailbox.update({
    where: { id: mailboxId },
    data: { state: "ACTIVE", expiresAt, createdAt: new Date(expiresAt.getTime() - lifeHours * HOUR_MS) },
  });
  return mailboxId;
}

const warnedAt = async (mailboxId: string) => (await portal.getMailbox(mailboxId)).expiryWarnedAt;

describe("a mailbox that expires soon", () => {
  test("is warned of once, to its owner, also by several workers at once and in later rounds", async () => {
    const { address } = await portal.getMailbox(await newMailbox(90));
    await Promise.all([warnOfExpiry(context), warnOfExpiry(context), warnOfExpiry(context)]);
    await warnOfExpiry(context);
    expect(drop.mails).toHaveLength(1);
    expect(drop.mails[0]?.to).toEqual([person.address]);
    expect(drop.mails[0]?.source).toContain(`Subject: ${address} expires soon`);
  });

  test("is warned of in the owner's language, at the address outside where there is one", async () => {
    const { prisma } = portal.context.database;
    const account = { where: { id: person.actor.accountId } };
    await prisma.account.update({ ...account, data: { locale: "ru", recoveryEmail: "ada@outside.example" } });
    await newMailbox(90);
    await warnOfExpiry(context);
    await prisma.account.update({ ...account, data: { locale: null, recoveryEmail: null } });
    expect(drop.mails[0]?.to).toEqual(["ada@outside.example"]);
    expect(drop.mails[0]?.source).toMatch(/=\?UTF-8\?/i);
  });

  test("is marked for the page where no mail can be sent", async () => {
    const mailboxId = await newMailbox(90);
    await warnOfExpiry(withMail(null));
    expect(await warnedAt(mailboxId)).toBeInstanceOf(Date);
    expect(drop.connections()).toBe(0);
  });
});

describe("no warning", () => {
  test.each([
    ["for one that lives for hours yet", 180, 24],
    ["for a short life before its last quarter", 30, 1],
    ["for one that has expired", -1, 24],
  ])("%s", async (_what, minutesLeft, lifeHours) => {
    const mailboxId = await newMailbox(minutesLeft, lifeHours);
    await warnOfExpiry(context);
    expect(await warnedAt(mailboxId)).toBeNull();
    expect(drop.mails).toEqual([]);
  });
});

describe("a mail server that does not take it", () => {
  test("for now: the next round tries again", async () => {
    const mailboxId = await newMailbox(90);
    drop.behave(451);
    await warnOfExpiry(context);
    expect(await warnedAt(mailboxId)).toBeNull();
    drop.behave("take");
    await warnOfExpiry(context);
    expect(drop.mails).toHaveLength(1);
  });

  test("for good: nobody tries again, and the page still warns", async () => {
    const mailboxId = await newMailbox(90);
    drop.behave(550);
    await warnOfExpiry(context);
    expect(await warnedAt(mailboxId)).toBeInstanceOf(Date);
  });

  test("and perhaps has it: it is not sent a second time", async () => {
    await newMailbox(90);
    drop.behave("hang-up-after-data");
    await warnOfExpiry(context);
    drop.behave("take");
    await warnOfExpiry(context);
    expect(drop.mails).toHaveLength(1);
  });
});

test("an extended mailbox is warned of again before its new end", async () => {
  const mailboxId = await newMailbox(90);
  await warnOfExpiry(context);
  const { expiresAt } = await portal.getMailbox(mailboxId);
  if (!expiresAt) throw new Error("no expiry");
  const input = { mailboxId, expectedExpiresAt: expiresAt, hours: 24 };
  expect(await extendTemporaryMailbox(context, person.actor, input)).toMatchObject({ ok: true });
  await warnOfExpiry(context);
  expect(drop.mails).toHaveLength(1);
  await portal.context.database.prisma.mailbox.update({
    where: { id: mailboxId },
    data: { expiresAt: new Date(Date.now() + 60 * 60_000) },
  });
  await warnOfExpiry(context);
  expect(drop.mails).toHaveLength(2);
});
