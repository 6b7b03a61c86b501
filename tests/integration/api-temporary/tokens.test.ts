import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createPortalContext } from "@/lib/context/create-portal-context";
import { apiRoutes } from "@/lib/web/api/api-routes";
import { answerShortHealth } from "@/lib/web/api/health/answer-short-health";
import { type ApiReply, openTestApi, type TestApi } from "../api/test-api";

let api: TestApi;
let owner: string;
/** The account that everything below belongs to. */
let ownerToken: string;
/** Another account's, with all of that account's rights. */
let foreignToken: string;
let adminToken: string;
/** The owner's, each with all rights over one mailbox: this one, and the owner's other one. */
let boundToken: string;
let boundElsewhere: string;
let address: string;
let webhookId: string;
let deliveryId: string;

beforeAll(async () => {
  api = await openTestApi({ environment: { ALLOWED_PRIVATE_HOSTS: "127.0.0.1" } });
  const worker = await api.startWorker();
  const { prisma } = api.context.database;
  await prisma.domain.updateMany({ data: { temporaryAllowed: true } });
  owner = (await api.newActivePerson()).address;
  ownerToken = await api.newToken(owner);
  foreignToken = await api.newToken((await api.newActivePerson()).address);
  adminToken = await api.newToken(await api.newAdmin());
  const made = await api.call("POST", "/api/v1/mailbox/random", { token: ownerToken });
  address = (made.body as { email: string }).email;
  boundToken = await api.newToken(owner, { mailboxAddresses: [address] });
  boundElsewhere = await api.newToken(owner, { mailboxAddresses: [owner] });
  // What is written below is looked at as it was written: nothing works on it.
  await worker.stop();
  const webhook = await api.call("POST", "/api/v1/webhooks", { token: ownerToken, body: WEBHOOK });
  webhookId = (webhook.body as { id: string }).id;
  const delivery = await prisma.webhookDelivery.create({
    data: { webhookId, event: "mailbox.created", payload: {} },
  });
  deliveryId = delivery.id;
});
afterAll(() => api.close());

const WEBHOOK = { url: "http://127.0.0.1:40009/hook", events: ["mailbox.created"] };
const WELL_FORMED_BUT_UNKNOWN = `pasture_${"A".repeat(43)}`;

interface Endpoint {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  /** As the document names it. */
  readonly route: string;
  readonly query?: string;
  readonly body?: unknown;
  readonly right: "owner" | "admin";
  readonly statuses: readonly number[];
  /** What another account gets: its own, or the answer for what is not there. */
  readonly foreign: number;
}

const v1 = (path: string) => `/api/v1${path}`;
const ENDPOINTS: readonly Endpoint[] = [
  { method: "POST", route: v1("/mailbox/random"), right: "owner", statuses: [201], foreign: 201 },
  { method: "GET", route: v1("/mailbox/{email}/info"), right: "owner", statuses: [200], foreign: 404 },
  { method: "GET", route: v1("/admin/mailboxes"), right: "admin", statuses: [200], foreign: 404 },
  {
    method: "POST",
    route: v1("/admin/cleanup/expired"),
    query: "?dry_run=true",
    right: "admin",
    statuses: [200, 202],
    foreign: 404,
  },
  {
    method: "POST",
    route: v1("/admin/cleanup/inactive"),
    query: "?hours=72&dry_run=true",
    right: "admin",
    statuses: [200, 202],
    foreign: 404,
  },
  { method: "POST", route: v1("/admin/quota/update"), right: "admin", statuses: [200, 202], foreign: 404 },
  {
    method: "POST",
    route: v1("/admin/domains"),
    body: {
      domain: "new.example",
      imap_host: null,
      imap_port: null,
      is_premium: false,
      is_mailcow_managed: true,
    },
    right: "admin",
    statuses: [200, 201],
    foreign: 404,
  },
  { method: "GET", route: v1("/admin/health/mailcow"), right: "admin", statuses: [200], foreign: 404 },
  { method: "GET", route: v1("/webhooks"), right: "owner", statuses: [200], foreign: 200 },
  { method: "POST", route: v1("/webhooks"), body: WEBHOOK, right: "owner", statuses: [201], foreign: 201 },
  { method: "GET", route: v1("/webhooks/{id}"), right: "owner", statuses: [200], foreign: 404 },
  {
    method: "PATCH",
    route: v1("/webhooks/{id}"),
    body: { events: ["mailbox.deleted"] },
    right: "owner",
    statuses: [200],
    foreign: 404,
  },
  {
    method: "POST",
    route: v1("/webhooks/{id}/rotate-secret"),
    right: "owner",
    statuses: [200],
    foreign: 404,
  },
  { method: "GET", route: v1("/webhooks/{id}/deliveries"), right: "owner", statuses: [200], foreign: 404 },
  {
    method: "POST",
    route: v1("/webhooks/{id}/deliveries/{delivery}/redeliver"),
    right: "owner",
    statuses: [202],
    foreign: 404,
  },
  // Last, because the right token ends what the others are about.
  { method: "DELETE", route: v1("/webhooks/{id}"), right: "owner", statuses: [200], foreign: 404 },
  { method: "DELETE", route: v1("/admin/mailboxes/{email}"), right: "admin", statuses: [202], foreign: 404 },
];

const named = ENDPOINTS.map((endpoint) => [`${endpoint.method} ${endpoint.route}`, endpoint] as const);

function ask({ method, route, query = "", body }: Endpoint, token: string | undefined) {
  const path = route
    .replace("{email}", encodeURIComponent(address))
    .replace("{id}", webhookId)
    .replace("{delivery}", deliveryId);
  return api.call(method, `${path}${query}`, {
    ...(token === undefined ? {} : { token }),
    ...(body === undefined ? {} : { body }),
  });
}

/** Everything the calls could have changed. */
async function everything(): Promise<string> {
  const { prisma } = api.context.database;
  const rows = await Promise.all([
    prisma.mailbox.findMany({ orderBy: { id: "asc" } }),
    prisma.operation.findMany({ orderBy: { id: "asc" } }),
    prisma.domain.findMany({ orderBy: { id: "asc" } }),
    prisma.webhook.findMany({ orderBy: { id: "asc" } }),
    prisma.webhookDelivery.findMany({ orderBy: { id: "asc" } }),
    prisma.cleanUpRun.findMany({ orderBy: { id: "asc" } }),
  ]);
  return JSON.stringify(rows, (_key, value: unknown) => (typeof value === "bigint" ? String(value) : value));
}

test("the list has every route of temporary mailboxes, webhooks, domains and the clean-up", () => {
  const isOurs = /\/(mailbox\/random|mailbox\/\{email\}|webhooks|admin\/(cleanup|quota|domains|health))/;
  const expected = apiRoutes
    .map(({ method, path }) => `${method} ${path}`)
    .filter((route) => isOurs.test(route))
    .concat("GET /api/v1/admin/mailboxes", "DELETE /api/v1/admin/mailboxes/{email}");
  expect(named.map(([name]) => name).sort()).toEqual(expected.sort());
});

describe.each(named)("%s", (_name, endpoint) => {
  test("without a token: 401, and nothing happens", async () => {
    const before = await everything();
    const reply = await ask(endpoint, undefined);
    expect([reply.status, reply.body]).toMatchObject([401, { code: "invalid-token" }]);
    expect(reply.headers.get("www-authenticate")).toContain("Bearer");
    expect(await everything()).toBe(before);
  });

  test("with a wrong token: 401, and nothing happens", async () => {
    const before = await everything();
    for (const token of ["", "nonsense", WELL_FORMED_BUT_UNKNOWN, `${ownerToken}x`]) {
      const reply = await ask(endpoint, token);
      expect([reply.status, reply.body]).toMatchObject([401, { code: "invalid-token" }]);
    }
    expect(await everything()).toBe(before);
  });

  test("with a token that lacks the scope: 403, and nothing happens", async () => {
    const before = await everything();
    const account = endpoint.right === "owner" ? owner : "admin1@elsewhere.example";
    const token = await api.newToken(account, { scopes: ["account:read"] });
    const reply = await ask(endpoint, token);
    expect([reply.status, reply.body]).toMatchObject([403, { code: "insufficient-scope" }]);
    expect(await everything()).toBe(before);
  });

  test("with somebody else's token: never what is not theirs", async () => {
    const before = await everything();
    const reply = await ask(endpoint, foreignToken);
    expect(reply.status).toBe(endpoint.foreign);
    expect(JSON.stringify(reply.body)).not.toContain(`"id":"${webhookId}"`);
    if (endpoint.foreign === 404) {
      expect(reply.body).toMatchObject({ code: "not-found" });
      expect(await everything()).toBe(before);
    }
  });

  test("with a token limited to mailboxes: only what is about one of those", async () => {
    const before = await everything();
    const [here, elsewhere] = [await ask(endpoint, boundToken), await ask(endpoint, boundElsewhere)];
    if (endpoint.route === v1("/mailbox/{email}/info")) {
      expect([here.status, here.body]).toMatchObject([200, { success: true }]);
      const foreign = await ask(endpoint, foreignToken);
      const bare = ({ status, body }: ApiReply) => [status, { ...Object(body), request_id: "" }];
      expect(bare(elsewhere)).toEqual(bare(foreign));
      return;
    }
    for (const reply of [here, elsewhere]) {
      expect([reply.status, reply.body]).toMatchObject([403, { code: "token-bound" }]);
    }
    expect(await everything()).toBe(before);
  });

  test("with the right token it does its work", async () => {
    const reply = await ask(endpoint, endpoint.right === "owner" ? ownerToken : adminToken);
    expect(endpoint.statuses, JSON.stringify(reply.body)).toContain(reply.status);
    expect(reply.body).toMatchObject({ success: true });
  });
});

test("GET /health needs no token, and tells nothing of mailboxes and domains", async () => {
  const { settings } = api.context;
  const own = createPortalContext({ settings, databaseUrl: api.portal.database.url, name: "test health" });
  const response = await answerShortHealth(async () => own);
  expect(response.status).toBe(200);
  expect(JSON.stringify(await response.json())).not.toContain("pasture.test");
  await own.close();
});
