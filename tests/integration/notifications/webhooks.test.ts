import { Webhook } from "standardwebhooks";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Actor } from "@/lib/context/actor";
import { deleteMailbox } from "@/lib/mailboxes/delete-mailbox";
import { deleteWebhook } from "@/lib/notifications/delete-webhook";
import { deliverWebhook } from "@/lib/notifications/deliver-webhook";
import { emitEvent } from "@/lib/notifications/emit-event";
import { getWebhook, listDeliveries, listWebhooks } from "@/lib/notifications/queries";
import { redeliver } from "@/lib/notifications/redeliver";
import { rotateWebhookSecret } from "@/lib/notifications/rotate-webhook-secret";
import { saveWebhook } from "@/lib/notifications/save-webhook";
import type { WebhookEvent } from "@/lib/notifications/schema";
import { acceptEveryLogin } from "../../support/accept-every-login";
import { openTestPortal, type RegisteredPerson, type TestPortal } from "../../support/test-portal";
import { waitUntil } from "../../support/wait-until";
import { type Receiver, startReceiver } from "./start-receiver";

const SYSTEM: Actor = { kind: "system", name: "test" };

let portal: TestPortal;
let receiver: Receiver;
let person: RegisteredPerson;

beforeAll(async () => {
  portal = await openTestPortal({ environment: { ALLOWED_PRIVATE_HOSTS: "127.0.0.1" } });
  person = await portal.register();
});
afterAll(() => portal.close());
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(async () => {
  await portal.context.database.prisma.webhook.deleteMany();
  await receiver.close();
});

async function newWebhook(actor: Actor = person.actor, events: WebhookEvent[] = ["mailbox.created"]) {
  const saved = await saveWebhook(portal.context, actor, { url: receiver.url, events });
  if (!saved.ok || saved.value.secret === null) throw new Error("the webhook was refused");
  return { webhookId: saved.value.webhookId, secret: saved.value.secret };
}

/** An event about the person's mailbox, as a service would tell it. */
async function emit(type: "mailbox.created" | "mailbox.deleted" = "mailbox.created"): Promise<void> {
  const { prisma } = portal.context.database;
  const mailbox = await portal.getMailbox(person.mailboxId);
  await prisma.$transaction((transaction) =>
    emitEvent(transaction, { type, mailbox: { ...mailbox, address: person.address } }),
  );
}

async function deliveriesOf(webhookId: string) {
  const listed = await listDeliveries(portal.context, person.actor, { webhookId });
  if (!listed.ok) throw new Error("not listed");
  return listed.value.deliveries;
}

async function theOnly(webhookId: string) {
  const [delivery, ...others] = await deliveriesOf(webhookId);
  if (!delivery || others.length > 0) throw new Error("not one delivery");
  return delivery;
}

describe("an event", () => {
  test("reaches the receiver with a signature its library accepts, and names the mailbox", async () => {
    const { webhookId, secret } = await newWebhook();
    await emit();
    const { id } = await theOnly(webhookId);
    await deliverWebhook(portal.context, id);
    const [message] = receiver.received;
    const verified = new Webhook(secret).verify(
      message?.body ?? "",
      message?.headers as Record<string, string>,
    );
    expect(verified).toEqual({
      type: "mailbox.created",
      timestamp: expect.any(String),
      data: {
        mailbox: {
          id: person.mailboxId,
          email: person.address,
          domain: "pasture.test",
          temporary: false,
          expires_at: null,
        },
      },
    });
    expect(message?.headers["webhook-id"]).toBe(id);
    expect(await theOnly(webhookId)).toMatchObject({ state: "delivered", attempts: 1, responseStatus: 204 });
  });

  test("is not told when its transaction is rolled back", async () => {
    const { webhookId } = await newWebhook();
    const mailbox = await portal.getMailbox(person.mailboxId);
    const rolledBack = portal.context.database.prisma.$transaction(async (transaction) => {
      await emitEvent(transaction, {
        type: "mailbox.created",
        mailbox: { ...mailbox, address: person.address },
      });
      throw new Error("changed its mind");
    });
    await expect(rolledBack).rejects.toThrow("changed its mind");
    expect(await deliveriesOf(webhookId)).toEqual([]);
    const { rows } = await portal.context.database.pool.query(
      "select 1 from graphile_worker.jobs where task_identifier = 'deliver-webhook' and queue_name is null",
    );
    expect(rows).toEqual([]);
  });

  test("goes to the owner and to everybody's webhooks, not to other people and not to those that listen for something else", async () => {
    const other = await portal.register();
    const [own, foreign, deaf] = [
      await newWebhook(),
      await newWebhook(other.actor),
      await newWebhook(person.actor, ["mailbox.deleted"]),
    ];
    const everybodys = await newWebhook(SYSTEM);
    await emit();
    const { prisma } = portal.context.database;
    const counts = await Promise.all(
      [own, foreign, deaf, everybodys].map(({ webhookId }) =>
        prisma.webhookDelivery.count({ where: { webhookId } }),
      ),
    );
    expect(counts).toEqual([1, 0, 0, 1]);
  });
});

describe("a receiver that does not take a message", () => {
  test("gets it again with the same id, and every try is in the log", async () => {
    const { webhookId } = await newWebhook();
    await emit();
    const { id } = await theOnly(webhookId);
    receiver.answer({ status: 500 });
    await deliverWebhook(portal.context, id);
    const failed = await theOnly(webhookId);
    expect(failed).toMatchObject({ state: "waiting", attempts: 1, responseStatus: 500, error: "refused" });
    const pauseMs = (failed.nextAttemptAt?.getTime() ?? 0) - Date.now();
    expect(pauseMs).toBeGreaterThan(3_000);
    expect(pauseMs).toBeLessThanOrEqual(6_000);
    receiver.answer({ status: 200 });
    await deliverWebhook(portal.context, id);
    expect(await theOnly(webhookId)).toMatchObject({ state: "delivered", attempts: 2, error: null });
    expect(receiver.received.map(({ headers }) => headers["webhook-id"])).toEqual([id, id]);
    // A job that comes once more does nothing.
    await deliverWebhook(portal.context, id);
    expect(receiver.received).toHaveLength(2);
  });

  test("is given up after eight tries, and can be tried again by hand", async () => {
    const { webhookId } = await newWebhook();
    await emit();
    const { id } = await theOnly(webhookId);
    receiver.answer({ status: 503 });
    for (let tries = 0; tries < 10; tries += 1) await deliverWebhook(portal.context, id);
    expect(receiver.received).toHaveLength(8);
    expect(await theOnly(webhookId)).toMatchObject({ state: "failed", attempts: 8, nextAttemptAt: null });
    expect(await redeliver(portal.context, person.actor, { webhookId, deliveryId: id })).toMatchObject({
      ok: true,
    });
    receiver.answer({ status: 200 });
    await deliverWebhook(portal.context, id);
    expect(await theOnly(webhookId)).toMatchObject({ id, state: "delivered", attempts: 1 });
  });

  test("is left alone once it says that it is gone", async () => {
    const { webhookId } = await newWebhook();
    await emit();
    receiver.answer({ status: 410 });
    await deliverWebhook(portal.context, (await theOnly(webhookId)).id);
    expect(await theOnly(webhookId)).toMatchObject({ state: "failed", responseStatus: 410 });
    expect(await getWebhook(portal.context, person.actor, { webhookId })).toMatchObject({
      value: { isActive: false },
    });
    await emit();
    expect(await deliveriesOf(webhookId)).toHaveLength(1);
  });

  test("by a redirect to an address inside gets nothing there", async () => {
    const inside = await startReceiver();
    const { webhookId } = await newWebhook();
    await emit();
    receiver.answer({ status: 307, location: inside.url });
    await deliverWebhook(portal.context, (await theOnly(webhookId)).id);
    expect(await theOnly(webhookId)).toMatchObject({ state: "waiting", error: "redirected" });
    expect(inside.received).toEqual([]);
    await inside.close();
  });
});

describe("an address inside", () => {
  test.each([
    ["http://127.0.0.2/", "host-private"],
    ["http://2130706434/", "host-private"],
    ["http://[::ffff:10.0.0.1]/", "host-private"],
    ["http://169.254.169.254/latest/meta-data/", "host-private"],
    ["https://127.0.0.1:22/", "port-not-allowed"],
    ["https://user:pass@127.0.0.1/", "url-with-credentials"],
  ])("%s is refused when saving: %s", async (url, reason) => {
    const saved = await saveWebhook(portal.context, person.actor, { url, events: ["mailbox.created"] });
    expect(saved).toEqual({ ok: false, failure: { reason } });
  });

  test("is refused when sending, whatever was true when it was saved", async () => {
    const { webhookId } = await newWebhook();
    await emit();
    const strict = { ...portal.context.settings, allowedPrivateHosts: [] };
    await deliverWebhook({ ...portal.context, settings: strict }, (await theOnly(webhookId)).id);
    expect(receiver.received).toEqual([]);
    expect(await theOnly(webhookId)).toMatchObject({
      state: "waiting",
      error: "host-private",
      responseStatus: null,
    });
  });
});

describe("a secret", () => {
  test("is stored sealed, listed never, and told once", async () => {
    const { webhookId, secret } = await newWebhook();
    const row = await portal.context.database.prisma.webhook.findUniqueOrThrow({ where: { id: webhookId } });
    expect(row.secretSealed).not.toContain(secret.slice(6));
    expect(JSON.stringify(await listWebhooks(portal.context, person.actor))).not.toContain(secret.slice(6));
    const changed = await saveWebhook(portal.context, person.actor, {
      webhookId,
      url: receiver.url,
      events: ["mailbox.deleted"],
    });
    expect(changed).toEqual({ ok: true, value: { webhookId, secret: null } });
  });

  test("that is replaced still signs beside the new one, and a second replacement ends the first", async () => {
    const { webhookId, secret } = await newWebhook();
    const rotate = async () => {
      const rotated = await rotateWebhookSecret(portal.context, person.actor, { webhookId });
      if (!rotated.ok) throw new Error("not rotated");
      return rotated.value.secret;
    };
    const second = await rotate();
    await emit();
    await deliverWebhook(portal.context, (await theOnly(webhookId)).id);
    const third = await rotate();
    await redeliver(portal.context, person.actor, { webhookId, deliveryId: (await theOnly(webhookId)).id });
    await deliverWebhook(portal.context, (await theOnly(webhookId)).id);
    const accepts = (known: string, index: number) => {
      const message = receiver.received[index];
      try {
        new Webhook(known).verify(message?.body ?? "", message?.headers as Record<string, string>);
        return true;
      } catch {
        return false;
      }
    };
    expect([secret, second, third].map((known) => accepts(known, 0))).toEqual([true, true, false]);
    expect([secret, second, third].map((known) => accepts(known, 1))).toEqual([false, true, true]);
  });
});

describe("other people's webhooks", () => {
  test("cannot be told from none", async () => {
    const { webhookId } = await newWebhook();
    const other = (await portal.register()).actor;
    const missing = { ok: false, failure: { reason: "not-found" } };
    expect(await getWebhook(portal.context, other, { webhookId })).toEqual(missing);
    expect(await listDeliveries(portal.context, other, { webhookId })).toEqual(missing);
    expect(await rotateWebhookSecret(portal.context, other, { webhookId })).toEqual(missing);
    expect(await deleteWebhook(portal.context, other, { webhookId })).toEqual(missing);
    const input = { webhookId, url: receiver.url, events: ["mailbox.created"] as WebhookEvent[] };
    expect(await saveWebhook(portal.context, other, input)).toEqual(missing);
    expect(await listWebhooks(portal.context, other)).toEqual({ ok: true, value: [] });
  });

  test("one for everybody's mailboxes is an admin's business", async () => {
    const input = { url: receiver.url, events: ["mailbox.created"] as WebhookEvent[], everybodys: true };
    const saved = await saveWebhook(portal.context, person.actor, input);
    expect(saved).toEqual({ ok: false, failure: { reason: "not-allowed" } });
  });
});

test("no account has more than twenty, however many are asked for at once", async () => {
  const input = { url: receiver.url, events: ["mailbox.created"] as WebhookEvent[] };
  const results = await Promise.all(
    Array.from({ length: 25 }, () => saveWebhook(portal.context, person.actor, input)),
  );
  expect(results.filter(({ ok }) => ok)).toHaveLength(20);
});

test("pages of deliveries join without gap or repetition", async () => {
  const { webhookId } = await newWebhook();
  for (let count = 0; count < 5; count += 1) await emit();
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const input = { webhookId, limit: 2, ...(cursor ? { cursor } : {}) };
    const page = await listDeliveries(portal.context, person.actor, input);
    if (!page.ok) throw new Error("not listed");
    seen.push(...page.value.deliveries.map(({ id }) => id));
    cursor = page.value.nextCursor ?? undefined;
  } while (cursor);
  expect(new Set(seen).size).toBe(5);
  expect(seen).toHaveLength(5);
});

test("the worker tells of a mailbox it made and of one it deleted, by itself", async () => {
  await newWebhook(SYSTEM, ["mailbox.created", "mailbox.deleted"]);
  await portal.startWorker(acceptEveryLogin(portal.context));
  const someone = await portal.register();
  const heard = (type: string) => () =>
    receiver.received
      .map(({ body }) => JSON.parse(body) as { type: string; data: { mailbox: { email: string } } })
      .find((message) => message.type === type && message.data.mailbox.email === someone.address);
  await waitUntil("the creation being told", heard("mailbox.created"));
  await deleteMailbox(portal.context, SYSTEM, {
    mailboxId: someone.mailboxId,
    confirmAddress: someone.address,
    graceHours: 0,
  });
  await waitUntil("the deletion being told", heard("mailbox.deleted"));
});
