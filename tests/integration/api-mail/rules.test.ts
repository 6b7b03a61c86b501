import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { RegisteredPerson } from "../../support/test-portal";
import { openTestApi, type TestApi } from "../api/test-api";

let api: TestApi;
let ada: RegisteredPerson;
let bob: RegisteredPerson;
let token: string;
let foreignToken: string;
let ruleId: string;

beforeAll(async () => {
  api = await openTestApi({ environment: { ALLOWED_PRIVATE_HOSTS: "127.0.0.1" } });
  [ada, bob] = await Promise.all([api.portal.register(), api.portal.register()]);
  token = await api.newToken(ada.address);
  foreignToken = await api.newToken(bob.address);
});
afterAll(() => api?.close());
beforeEach(async () => {
  const { prisma } = api.context.database;
  await prisma.mailRule.deleteMany();
  ruleId = idOf(await post({ name: "codes", action: "notification" }));
});

const RECEIVER = "http://127.0.0.1:40009/hook";
const rules = (rest = "", person = ada) =>
  `/api/v1/mailboxes/${encodeURIComponent(person.address)}/rules${rest}`;
const post = (body: unknown, by = token) => api.call("POST", rules(), { token: by, body });
const idOf = ({ body }: { readonly body: unknown }) => (body as { id: string }).id;

test("a rule is made, listed, changed in part, and ended", async () => {
  const conditions = { sender_contains: "@bank.example", subject_contains: "code", has_code: true };
  const made = await post({ name: "bank", action: "webhook", url: RECEIVER, ...conditions });
  expect(made.status).toBe(201);
  expect(made.body).toMatchObject({ success: true, secret: expect.stringMatching(/^whsec_/) });
  const id = idOf(made);
  const rule = {
    id,
    name: "bank",
    is_active: true,
    ...conditions,
    has_attachment: false,
    action: "webhook",
    webhook: { id: expect.any(String), url: RECEIVER },
    mails_owner: false,
    created_at: expect.stringMatching(/Z$/),
  };
  const listed = await api.call("GET", rules(), { token });
  expect([listed.status, listed.body]).toEqual([
    200,
    { success: true, rules: [expect.objectContaining({ id: ruleId, webhook: null }), rule] },
  ]);
  const body = { is_active: false, subject_contains: null };
  const changed = await api.call("PATCH", rules(`/${id}`), { token, body });
  expect([changed.status, changed.body]).toEqual([200, { success: true, rule: { ...rule, ...body } }]);
  const { webhook } = (changed.body as { rule: { webhook: { id: string } } }).rule;
  const log = await api.call("GET", `/api/v1/webhooks/${webhook.id}/deliveries`, { token });
  expect(log.status).toBe(200);
  expect((await api.call("DELETE", rules(`/${id}`), { token })).status).toBe(200);
  expect((await api.call("DELETE", rules(`/${id}`), { token })).status).toBe(404);
});

test.each([
  [{ action: "webhook" }, 422, "not-of-this-rule"],
  [{ action: "notification", url: RECEIVER }, 422, "not-of-this-rule"],
  [{ action: "webhook", url: "https://10.0.0.7/hook" }, 403, "host-private"],
  [{ action: "notification", mails_owner: true }, 409, "recovery-email-needed"],
  [{ action: "shout" }, 422, "invalid-request"],
  [{ action: "notification", sender_contains: "" }, 422, "invalid-request"],
])("%j is refused: %i %s", async (fields, status, code) => {
  const reply = await post({ name: "odd", ...fields });
  expect([reply.status, reply.body]).toMatchObject([status, { code }]);
});

interface Endpoint {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  readonly path: () => string;
  readonly scopes: readonly ("mailbox:read" | "mailbox:write" | "mail:read")[];
  readonly body?: unknown;
  readonly status: number;
}

const BOTH = ["mailbox:write", "mail:read"] as const;
const ENDPOINTS: readonly Endpoint[] = [
  { method: "GET", path: () => rules(), scopes: ["mailbox:read"], status: 200 },
  {
    method: "POST",
    path: () => rules(),
    scopes: BOTH,
    body: { name: "new", action: "notification" },
    status: 201,
  },
  { method: "PATCH", path: () => rules(`/${ruleId}`), scopes: BOTH, body: { name: "other" }, status: 200 },
  { method: "DELETE", path: () => rules(`/${ruleId}`), scopes: BOTH, status: 200 },
];

describe.each(ENDPOINTS.map((endpoint) => [endpoint.method, endpoint] as const))("%s", (_name, endpoint) => {
  const ask = (by: string | undefined, path = endpoint.path()) =>
    api.call(endpoint.method, path, {
      ...(by === undefined ? {} : { token: by }),
      ...(endpoint.body === undefined ? {} : { body: endpoint.body }),
    });
  const everything = () =>
    api.context.database.prisma.mailRule.findMany({ orderBy: { id: "asc" } }).then(JSON.stringify);

  test("with the scopes it needs it does its work", async () => {
    const reply = await ask(await api.newToken(ada.address, { scopes: [...endpoint.scopes] }));
    expect([reply.status, reply.body]).toMatchObject([endpoint.status, { success: true }]);
  });

  test("without a token, and with a wrong one: 401, and nothing happens", async () => {
    const before = await everything();
    for (const by of [undefined, "nonsense", `${token}x`]) {
      const reply = await ask(by);
      expect([reply.status, reply.body]).toMatchObject([401, { code: "invalid-token" }]);
    }
    expect(await everything()).toBe(before);
  });

  test("with one of its scopes missing nothing happens", async () => {
    const before = await everything();
    for (const missing of endpoint.scopes) {
      const scopes = ["account:read" as const, ...endpoint.scopes.filter((scope) => scope !== missing)];
      const reply = await ask(await api.newToken(ada.address, { scopes }));
      // The route's own scope is refused by name; without the other there is no such mailbox.
      expect([403, 404]).toContain(reply.status);
    }
    expect(await everything()).toBe(before);
  });

  test("with somebody else's token, and under another mailbox of one's own: 404, and nothing happens", async () => {
    const before = await everything();
    const foreign = await ask(foreignToken);
    expect([foreign.status, foreign.body]).toMatchObject([404, { code: "not-found" }]);
    if (endpoint.method === "PATCH" || endpoint.method === "DELETE") {
      expect((await ask(foreignToken, rules(`/${ruleId}`, bob))).status).toBe(404);
    }
    expect(await everything()).toBe(before);
  });
});
