import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { deliverWebhook } from "@/lib/notifications/deliver-webhook";
import { emitEvent } from "@/lib/notifications/emit-event";
import type { RegisteredPerson } from "@/tests/support/test-portal";
import { openTestApi, type TestApi } from "../api/test-api";
import { type Receiver, startReceiver } from "../notifications/start-receiver";

let api: TestApi;
let receiver: Receiver;
let owner: RegisteredPerson;
let token: string;
let adminToken: string;

beforeAll(async () => {
  api = await openTestApi({ environment: { ALLOWED_PRIVATE_HOSTS: "127.0.0.1" } });
  receiver = await startReceiver();
  owner = await api.portal.register();
  token = await api.newToken(owner.address);
  adminToken = await api.newToken(await api.newAdmin());
});
afterAll(async () => {
  await receiver.close();
  await api.close();
});
beforeEach(() => api.context.database.prisma.webhook.deleteMany());

const EVENTS = ["mailbox.created", "message.received"];
const LIST = "/api/v1/webhooks";
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

async function make(): Promise<{ readonly id: string; readonly secret: string; readonly path: string }> {
  const reply = await api.call("POST", LIST, { token, body: { url: receiver.url, events: EVENTS } });
  expect(reply.status).toBe(201);
  const { id, secret } = reply.body as { id: string; secret: string };
  expect(reply.headers.get("location")).toBe(`${LIST}/${id}`);
  return { id, secret, path: `${LIST}/${id}` };
}

const get = (path: string) => api.call("GET", path, { token });
const post = (path: string, headers: Record<string, string> = {}) =>
  api.call("POST", path, { token, headers });
const patch = (path: string, body: unknown) => api.call("PATCH", path, { token, body });

/** One event about the owner's mailbox, and one try at sending it. */
async function emitAndDeliver(webhookId: string): Promise<string> {
  const { prisma } = api.context.database;
  const mailbox = await api.portal.getMailbox(owner.mailboxId);
  await prisma.$transaction((transaction) =>
    emitEvent(transaction, { type: "mailbox.created", mailbox: { ...mailbox, address: owner.address } }),
  );
  const { id } = await prisma.webhookDelivery.findFirstOrThrow({ where: { webhookId } });
  await deliverWebhook(api.portal.context, id);
  return id;
}

function verify(secret: string): unknown {
  const message = receiver.received.at(-1);
  return new Webhook(secret).verify(message?.body ?? "", message?.headers as Record<string, string>);
}

test("a webhook is made, shown without its secret, changed in part, and ended", async () => {
  const { id, secret, path } = await make();
  expect(secret).toMatch(/^whsec_.{32,}$/);
  const webhook = {
    id,
    url: receiver.url,
    events: EVENTS,
    is_active: true,
    everybodys: false,
    created_at: expect.stringMatching(INSTANT),
  };
  expect((await get(path)).body).toEqual({ success: true, webhook });
  expect((await get(LIST)).body).toEqual({ success: true, webhooks: [webhook] });
  const changed = await patch(path, { is_active: false });
  expect([changed.status, changed.body]).toEqual([
    200,
    { success: true, webhook: { ...webhook, is_active: false } },
  ]);
  expect((await patch(path, { events: ["mailbox.deleted"] })).body).toMatchObject({
    webhook: { events: ["mailbox.deleted"], is_active: false, url: receiver.url },
  });
  const ended = await api.call("DELETE", path, { token });
  expect([ended.status, ended.body]).toEqual([200, { success: true }]);
  for (const again of [await get(path), await api.call("DELETE", path, { token })]) {
    expect([again.status, again.body]).toMatchObject([404, { code: "not-found" }]);
  }
});

test("a rotated secret signs beside the old one", async () => {
  const { id, secret, path } = await make();
  const rotated = await post(`${path}/rotate-secret`);
  const { secret: newSecret } = rotated.body as { secret: string };
  expect(rotated.status).toBe(200);
  expect(newSecret).not.toBe(secret);
  await emitAndDeliver(id);
  expect(verify(newSecret)).toEqual(verify(secret));
});

test("the log shows what was sent, in pages, and a message can be sent again", async () => {
  const { id, path } = await make();
  receiver.answer({ status: 500 });
  const deliveryId = await emitAndDeliver(id);
  const log = await get(`${path}/deliveries`);
  expect([log.status, log.body]).toEqual([
    200,
    {
      success: true,
      deliveries: [
        {
          id: deliveryId,
          event: "mailbox.created",
          state: "waiting",
          attempts: 1,
          response_status: 500,
          error: "refused",
          payload: expect.objectContaining({ type: "mailbox.created" }),
          created_at: expect.stringMatching(INSTANT),
          next_attempt_at: expect.stringMatching(INSTANT),
          delivered_at: null,
        },
      ],
      next_cursor: null,
    },
  ]);
  receiver.answer({ status: 204 });
  const again = await post(`${path}/deliveries/${deliveryId}/redeliver`);
  expect([again.status, again.body]).toEqual([202, { success: true }]);
  await deliverWebhook(api.portal.context, deliveryId);
  expect((await get(`${path}/deliveries`)).body).toMatchObject({
    deliveries: [{ state: "delivered", attempts: 1, response_status: 204 }],
  });
  await patch(path, { is_active: false });
  const off = await post(`${path}/deliveries/${deliveryId}/redeliver`);
  expect([off.status, off.body]).toMatchObject([409, { code: "webhook-inactive" }]);
  await api.context.database.prisma.webhookDelivery.createMany({
    data: [1, 2].map(() => ({ webhookId: id, event: "mailbox.created", payload: {} })),
  });
  const first = await get(`${path}/deliveries?limit=2`);
  const { next_cursor } = first.body as { next_cursor: string };
  expect(first.body).toMatchObject({ deliveries: [{}, {}], next_cursor: expect.any(String) });
  expect((await get(`${path}/deliveries?limit=2&cursor=${next_cursor}`)).body).toMatchObject({
    deliveries: [{ id: deliveryId }],
    next_cursor: null,
  });
});

describe("what is refused", () => {
  test.each([
    ["no body", {}, "url"],
    ["no events", { url: "https://receiver.example/", events: [] }, "events"],
    ["an event there is not", { url: "https://receiver.example/", events: ["mailbox.painted"] }, "events.0"],
    ["another protocol", { url: "ftp://receiver.example/", events: EVENTS }, "url"],
    ["a field there is not", { url: "https://receiver.example/", events: EVENTS, secret: "x" }, "secret"],
    [
      "a flag that is none",
      { url: "https://receiver.example/", events: EVENTS, everybodys: "yes" },
      "everybodys",
    ],
  ])("a wrong shape is 422 and names the field: %s", async (_case, body, field) => {
    const reply = await api.call("POST", LIST, { token, body });
    expect([reply.status, reply.body]).toMatchObject([
      422,
      { code: "invalid-request", errors: expect.arrayContaining([expect.objectContaining({ field })]) },
    ]);
  });

  test.each([
    ["https://10.0.0.1/hook", 403, "host-private"],
    ["https://169.254.169.254/latest", 403, "host-private"],
    ["https://[::1]/hook", 403, "host-private"],
    ["https://203.0.113.1:22/hook", 403, "port-not-allowed"],
    ["https://nobody.invalid/hook", 409, "host-unresolvable"],
    ["https://ada:secret@203.0.113.1/hook", 422, "url-with-credentials"],
  ])("%s is %i %s, when made and when changed", async (url, status, code) => {
    const { path } = await make();
    const replies = [
      await api.call("POST", LIST, { token, body: { url, events: EVENTS } }),
      await patch(path, { url }),
    ];
    for (const reply of replies) {
      expect([reply.status, reply.body]).toMatchObject([status, { code, errors: [{ field: "url", code }] }]);
    }
    expect((await get(path)).body).toMatchObject({ webhook: { url: receiver.url } });
  });

  test("a body that is no JSON, another type, and an id that is none", async () => {
    const { path } = await make();
    const broken = await api.call("PATCH", path, {
      token,
      text: "{",
      headers: { "Content-Type": "application/json" },
    });
    expect([broken.status, broken.body]).toMatchObject([400, { code: "malformed-json" }]);
    const typed = await api.call("POST", LIST, {
      token,
      text: "a=b",
      headers: { "Content-Type": "text/plain" },
    });
    expect([typed.status, typed.body]).toMatchObject([415, { code: "unsupported-media-type" }]);
    for (const wrong of ["7", "00000000-0000-0000-0000-00000000000g"]) {
      const reply = await get(`${LIST}/${wrong}`);
      expect([reply.status, reply.body]).toMatchObject([422, { errors: [{ field: "id" }] }]);
    }
  });

  test("the twenty-first webhook of an account, and everybody's for a person", async () => {
    const { prisma } = api.context.database;
    await prisma.webhook.createMany({
      data: Array.from({ length: 20 }, () => ({
        accountId: owner.actor.accountId,
        url: receiver.url,
        events: ["mailbox.created"],
        secretSealed: "-",
      })),
    });
    const body = { url: receiver.url, events: EVENTS };
    const full = await api.call("POST", LIST, { token, body });
    expect([full.status, full.body]).toMatchObject([409, { code: "too-many-webhooks" }]);
    const everybodys = { ...body, everybodys: true };
    expect((await api.call("POST", LIST, { token, body: everybodys })).status).toBe(404);
    expect((await api.call("POST", LIST, { token: adminToken, body: everybodys })).status).toBe(201);
  });
});

describe("Idempotency-Key", () => {
  test("makes one webhook of a request that is sent twice, and tells its secret again", async () => {
    const body = { url: receiver.url, events: EVENTS };
    const send = () =>
      api.call("POST", LIST, { token, body, headers: { "Idempotency-Key": "webhook-made-once" } });
    const [first, second] = [await send(), await send()];
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body).toEqual(first.body);
    expect(second.headers.get("idempotency-replayed")).toBe("true");
    expect(await api.context.database.prisma.webhook.count()).toBe(1);
  });

  test("rotates once, and sends again once", async () => {
    const { id, path } = await make();
    const rotate = () => post(`${path}/rotate-secret`, { "Idempotency-Key": "rotated-once" });
    expect((await rotate()).body).toEqual((await rotate()).body);
    const deliveryId = await emitAndDeliver(id);
    const redeliver = () =>
      post(`${path}/deliveries/${deliveryId}/redeliver`, { "Idempotency-Key": "sent-again-once" });
    expect((await redeliver()).status).toBe(202);
    await deliverWebhook(api.portal.context, deliveryId);
    const sent = receiver.received.length;
    expect((await redeliver()).headers.get("idempotency-replayed")).toBe("true");
    await deliverWebhook(api.portal.context, deliveryId);
    expect(receiver.received).toHaveLength(sent);
  });

  test("with another body is refused, and changes nothing", async () => {
    const headers = { "Idempotency-Key": "two-bodies" };
    await api.call("POST", LIST, { token, headers, body: { url: receiver.url, events: EVENTS } });
    const other = await api.call("POST", LIST, {
      token,
      headers,
      body: { url: receiver.url, events: ["mailbox.deleted"] },
    });
    expect([other.status, other.body]).toMatchObject([422, { code: "idempotency-key-reused" }]);
    expect(await api.context.database.prisma.webhook.count()).toBe(1);
  });
});
