import { Webhook } from "standardwebhooks";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { AccountActor, Actor, Scope } from "@/lib/context/actor";
import type { PortalContext } from "@/lib/context/portal-context";
import { changeRule } from "@/lib/mail-rules/change-rule";
import { createRule } from "@/lib/mail-rules/create-rule";
import { deleteRule } from "@/lib/mail-rules/delete-rule";
import { getRule, listRules } from "@/lib/mail-rules/queries";
import { reportMatches } from "@/lib/mail-rules/report-matches";
import type { CreateRuleInput } from "@/lib/mail-rules/schema";
import { deleteWebhook } from "@/lib/notifications/delete-webhook";
import { deliverWebhook } from "@/lib/notifications/deliver-webhook";
import { countNotifications, listNotifications } from "@/lib/notifications/list-notifications";
import { mailNotifications } from "@/lib/notifications/mail-notifications";
import { getWebhook, listDeliveries, listWebhooks } from "@/lib/notifications/queries";
import { saveWebhook } from "@/lib/notifications/save-webhook";
import { openTestPortal, type RegisteredPerson, type TestPortal } from "@/tests/support/test-portal";
import { type Receiver, startReceiver } from "../notifications/start-receiver";
import { startMailDrop } from "../smtp/start-mail-drop";

const SYSTEM: Actor = { kind: "system", name: "test" };

let portal: TestPortal;
let receiver: Receiver;
let person: RegisteredPerson;
let other: RegisteredPerson;

beforeAll(async () => {
  portal = await openTestPortal({ environment: { ALLOWED_PRIVATE_HOSTS: "127.0.0.1" } });
  receiver = await startReceiver();
  [person, other] = await Promise.all([portal.register(), portal.register()]);
});
afterAll(async () => {
  await receiver?.close();
  await portal?.close();
});
afterEach(async () => {
  receiver.answer({ status: 204 });
  const { prisma } = portal.context.database;
  await prisma.mailRule.deleteMany();
  await prisma.notification.deleteMany();
  await prisma.rateLimit.deleteMany();
  await prisma.account.updateMany({ data: { recoveryEmail: null } });
});

const create = (given: Partial<CreateRuleInput> = {}, actor: Actor = person.actor) =>
  createRule(portal.context, actor, {
    mailboxId: person.mailboxId,
    name: "mine",
    action: { kind: "notification" },
    ...given,
  });

async function made(given: Partial<CreateRuleInput> = {}, actor: Actor = person.actor) {
  const rule = await create(given, actor);
  if (!rule.ok) throw new Error(rule.failure.reason);
  return rule.value;
}

const toReceiver = (): CreateRuleInput["action"] => ({ kind: "webhook", url: receiver.url });

/** As a look that found so many messages does. */
async function match(ruleId: string, count = 1, firstUid = 1): Promise<void> {
  const mailbox = await portal.getMailbox(person.mailboxId);
  const receivedAt = new Date();
  const matched = Array.from({ length: count }, (_, index) => {
    const uid = firstUid + index;
    const from = { name: "Ada", address: "ada@elsewhere.example" };
    const message = { id: `7.${uid}`, from, subject: `secret ${uid}`, receivedAt, sizeBytes: 10 };
    return { ruleIds: [ruleId], uidValidity: "7", uid, message, heardBy: new Date(Date.now() + 60_000) };
  });
  await portal.context.database.prisma.$transaction((transaction) =>
    reportMatches(portal.context, transaction, { ...mailbox, address: person.address }, matched),
  );
}

describe("who may", () => {
  const withScopes = (...scopes: Scope[]): AccountActor => ({ ...person.actor, sessionId: null, scopes });
  const notFound = { ok: false, failure: { reason: "not-found" } };

  test("the owner, and whoever runs the machine; nobody else, admins included, can tell a rule from none", async () => {
    const { ruleId } = await made();
    const selector = { mailboxId: person.mailboxId };
    const admin: Actor = { ...other.actor, role: "ADMIN" };
    for (const stranger of [other.actor, admin]) {
      expect(await create({}, stranger)).toEqual(notFound);
      expect(await listRules(portal.context, stranger, selector)).toEqual(notFound);
      expect(await getRule(portal.context, stranger, { ruleId })).toEqual(notFound);
      expect(await changeRule(portal.context, stranger, { ruleId, isActive: false })).toEqual(notFound);
      expect(await deleteRule(portal.context, stranger, { ruleId })).toEqual(notFound);
    }
    for (const allowed of [person.actor, SYSTEM]) {
      const listed = await listRules(portal.context, allowed, selector);
      expect(listed.ok && listed.value.map(({ id }) => id)).toEqual([ruleId]);
    }
  });

  test("a token needs mailbox:write and mail:read to make one, mailbox:read to see them", async () => {
    expect(await create({}, withScopes("mailbox:write", "mailbox:read"))).toEqual(notFound);
    expect(await create({}, withScopes("mail:read"))).toEqual(notFound);
    expect(await create({}, withScopes("mailbox:write", "mail:read"))).toMatchObject({ ok: true });
    const selector = { mailboxId: person.mailboxId };
    expect(await listRules(portal.context, withScopes("mail:read"), selector)).toEqual(notFound);
    expect(await listRules(portal.context, withScopes("mailbox:read"), selector)).toMatchObject({ ok: true });
  });

  test("an admin sees neither the webhook of somebody's rule nor what it told; the owner sees its log", async () => {
    await made({ action: toReceiver() });
    const { id: webhookId } = await portal.context.database.prisma.webhook.findFirstOrThrow();
    const admin: Actor = { ...other.actor, role: "ADMIN" };
    expect(await getWebhook(portal.context, admin, { webhookId })).toEqual(notFound);
    expect(await listDeliveries(portal.context, admin, { webhookId })).toEqual(notFound);
    expect(await listDeliveries(portal.context, person.actor, { webhookId })).toMatchObject({ ok: true });
    for (const actor of [admin, person.actor]) {
      expect(await listWebhooks(portal.context, actor)).toEqual({ ok: true, value: [] });
    }
  });
});

describe("making and changing", () => {
  test("what is absent stays, what is null is taken away", async () => {
    const { ruleId } = await made({ senderContains: "ada", subjectContains: "bill", needsCode: true });
    await changeRule(portal.context, person.actor, { ruleId, senderContains: null, needsAttachment: true });
    expect(await getRule(portal.context, person.actor, { ruleId })).toMatchObject({
      value: {
        name: "mine",
        senderContains: null,
        subjectContains: "bill",
        needsCode: true,
        needsAttachment: true,
        isActive: true,
        action: "notification",
        webhook: null,
      },
    });
  });

  test("no mailbox has more than twenty, however many are asked for at once", async () => {
    const asked = await Promise.all(Array.from({ length: 23 }, () => create()));
    const refused = asked.filter(({ ok }) => !ok);
    expect(refused).toHaveLength(3);
    expect(refused[0]).toEqual({ ok: false, failure: { reason: "too-many-rules" } });
  });

  test.each([
    ["http://93.184.215.14/hook", "url-not-encrypted"],
    ["https://10.0.0.7/hook", "host-private"],
    ["https://me:secret@receiver.example/hook", "url-with-credentials"],
  ])("%s is refused as the address of a webhook, also afterwards", async (url, reason) => {
    const refusal = { ok: false, failure: { reason } };
    expect(await create({ action: { kind: "webhook", url } })).toMatchObject(refusal);
    const { ruleId } = await made({ action: toReceiver() });
    expect(await changeRule(portal.context, person.actor, { ruleId, url })).toMatchObject(refusal);
  });

  test("a mail needs a recovery address to go to", async () => {
    const needed = { ok: false, failure: { reason: "recovery-email-needed" } };
    expect(await create({ action: { kind: "notification", mailsOwner: true } })).toEqual(needed);
    const { ruleId } = await made();
    expect(await changeRule(portal.context, person.actor, { ruleId, mailsOwner: true })).toEqual(needed);
    const hook = await made({ action: toReceiver() });
    expect(await changeRule(portal.context, person.actor, { ruleId: hook.ruleId, mailsOwner: true })).toEqual(
      { ok: false, failure: { reason: "not-of-this-rule" } },
    );
  });

  test("the webhook of a rule is changed and ended with the rule, and not beside it", async () => {
    const { ruleId } = await made({ action: toReceiver() });
    await match(ruleId);
    const { prisma } = portal.context.database;
    const { id: webhookId } = await prisma.webhook.findFirstOrThrow();
    const notFound = { ok: false, failure: { reason: "not-found" } };
    const url = receiver.url;
    expect(
      await saveWebhook(portal.context, person.actor, { webhookId, url, events: ["mailbox.deleted"] }),
    ).toEqual(notFound);
    expect(await deleteWebhook(portal.context, person.actor, { webhookId })).toEqual(notFound);
    await changeRule(portal.context, person.actor, { ruleId, url: `${url}/other`, isActive: false });
    expect(await prisma.webhook.findFirstOrThrow()).toMatchObject({ url: `${url}/other`, isActive: false });
    await deleteRule(portal.context, person.actor, { ruleId });
    expect([await prisma.webhook.count(), await prisma.webhookDelivery.count()]).toEqual([0, 0]);
  });
});

describe("the webhook of a rule", () => {
  test("is signed with the secret its owner was told once", async () => {
    const { ruleId, secret } = await made({ action: toReceiver() });
    await match(ruleId);
    const { id } = await portal.context.database.prisma.webhookDelivery.findFirstOrThrow();
    await deliverWebhook(portal.context, id);
    const message = receiver.received.at(-1);
    const headers = message?.headers as Record<string, string>;
    expect(new Webhook(secret ?? "").verify(message?.body ?? "", headers)).toMatchObject({
      data: { message: { subject: "secret 1" }, rule: { id: ruleId, name: "mine" } },
    });
  });

  test("that answers 410 switches the rule off", async () => {
    const { ruleId } = await made({ action: toReceiver() });
    await match(ruleId);
    receiver.answer({ status: 410 });
    const { id } = await portal.context.database.prisma.webhookDelivery.findFirstOrThrow();
    await deliverWebhook(portal.context, id);
    expect(await getRule(portal.context, person.actor, { ruleId })).toMatchObject({
      value: { isActive: false },
    });
  });
});

describe("notifications", () => {
  test("of an account the newest hundred are kept, and they are counted", async () => {
    expect(await countNotifications(portal.context, person.actor)).toEqual({ unread: 0, hasAny: false });
    const { ruleId } = await made();
    expect(await countNotifications(portal.context, person.actor)).toEqual({ unread: 0, hasAny: true });
    await match(ruleId, 60, 1);
    await match(ruleId, 60, 61);
    const shown = await listNotifications(portal.context, person.actor);
    expect(shown).toHaveLength(100);
    expect([shown[0]?.subject, shown.at(-1)?.subject]).toEqual(["secret 120", "secret 21"]);
    expect(await countNotifications(portal.context, person.actor)).toEqual({ unread: 100, hasAny: true });
    expect(await listNotifications(portal.context, other.actor)).toEqual([]);
  });

  test("a rule that is gone leaves its notifications, and one switched off in time makes none", async () => {
    const { ruleId } = await made();
    await match(ruleId);
    await deleteRule(portal.context, person.actor, { ruleId });
    const left = await listNotifications(portal.context, person.actor);
    expect(left.map(({ ruleName }) => ruleName)).toEqual(["mine"]);
    const off = await made();
    await changeRule(portal.context, person.actor, { ruleId: off.ruleId, isActive: false });
    await match(off.ruleId, 1, 5);
    expect(await listNotifications(portal.context, person.actor)).toHaveLength(1);
  });
});

describe("a mail about notifications", () => {
  async function withRecovery(): Promise<string> {
    await portal.context.database.prisma.account.update({
      where: { id: person.actor.accountId },
      data: { recoveryEmail: "ada@outside.example" },
    });
    return (await made({ action: { kind: "notification", mailsOwner: true } })).ruleId;
  }

  function withMail(smtpUrl: string | null): PortalContext {
    return { ...portal.context, settings: { ...portal.context.settings, smtpUrl } };
  }

  const waiting = () =>
    portal.context.database.prisma.notification.count({ where: { wantsMail: true, mailedAt: null } });
  const queued = async () => {
    const { rows } = await portal.context.database.pool.query(
      "select run_at from graphile_worker.jobs where key = $1",
      [`mail-notifications:${person.actor.accountId}`],
    );
    return rows.map((row) => row.run_at as Date);
  };

  test("says how many there are and where, and nothing of the messages, once for all that wait", async () => {
    const drop = await startMailDrop();
    const ruleId = await withRecovery();
    await match(ruleId, 3);
    expect(await queued()).toHaveLength(1);
    await mailNotifications(withMail(drop.url), person.actor.accountId);
    await mailNotifications(withMail(drop.url), person.actor.accountId);
    await drop.close();
    expect(drop.mails).toHaveLength(1);
    expect(drop.mails[0]?.to).toEqual(["ada@outside.example"]);
    expect(drop.mails[0]?.source).toContain("New notifications: 3");
    expect(drop.mails[0]?.source).toContain("/notifications");
    expect(drop.mails[0]?.source).not.toMatch(/secret|elsewhere|mine/);
  });

  test("goes out four times an hour at most; what comes later waits for the next", async () => {
    const drop = await startMailDrop();
    const ruleId = await withRecovery();
    for (let round = 1; round <= 6; round += 1) {
      await match(ruleId, 1, round);
      await mailNotifications(withMail(drop.url), person.actor.accountId);
    }
    await drop.close();
    expect(drop.mails).toHaveLength(4);
    expect(await waiting()).toBe(2);
    const [next] = await queued();
    expect(next?.getTime()).toBeGreaterThan(Date.now() + 30 * 60_000);
  });

  test("that the mail server does not take now is tried again; one it never will is not", async () => {
    const drop = await startMailDrop();
    const ruleId = await withRecovery();
    await match(ruleId);
    drop.behave(451);
    await mailNotifications(withMail(drop.url), person.actor.accountId);
    expect(await waiting()).toBe(1);
    drop.behave(550);
    await mailNotifications(withMail(drop.url), person.actor.accountId);
    expect(await waiting()).toBe(0);
    await drop.close();
  });

  test("has nowhere to go without a recovery address or a mail server of the portal's: the page shows them", async () => {
    const ruleId = await withRecovery();
    await match(ruleId);
    await mailNotifications(withMail(null), person.actor.accountId);
    expect(await waiting()).toBe(0);
    expect(await listNotifications(portal.context, person.actor)).toHaveLength(1);
  });
});
