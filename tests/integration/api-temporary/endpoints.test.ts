import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createPortalContext } from "@/lib/context/create-portal-context";
import { answerShortHealth } from "@/lib/web/api/health/answer-short-health";
import { type ApiReply, openTestApi, type TestApi } from "../api/test-api";

let api: TestApi;
let owner: string;
let ownerToken: string;
let foreignToken: string;
let adminToken: string;

beforeAll(async () => {
  api = await openTestApi();
  await api.startWorker();
  await api.context.database.prisma.domain.updateMany({ data: { temporaryAllowed: true } });
  owner = (await api.newActivePerson()).address;
  ownerToken = await api.newToken(owner);
  foreignToken = await api.newToken((await api.newActivePerson()).address);
  adminToken = await api.newToken(await api.newAdmin());
});
afterAll(() => api.close());

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

interface Made {
  readonly email: string;
  readonly password: string;
}

async function newRandom(): Promise<Made> {
  const reply = await api.call("POST", "/api/v1/mailbox/random", { token: ownerToken });
  expect(reply.status).toBe(201);
  return reply.body as Made;
}

const info = (email: string) => `/api/v1/mailbox/${encodeURIComponent(email)}/info`;

describe("every endpoint", () => {
  const endpoints = [
    ["POST", "/api/v1/mailbox/random"],
    ["GET", "/api/v1/mailbox/nobody%40pasture.test/info"],
    ["GET", "/api/v1/admin/mailboxes"],
    ["DELETE", "/api/v1/admin/mailboxes/nobody%40pasture.test"],
    ["POST", "/api/v1/admin/cleanup/expired"],
    ["POST", "/api/v1/admin/cleanup/inactive"],
    ["POST", "/api/v1/admin/quota/update"],
    ["POST", "/api/v1/admin/domains"],
    ["GET", "/api/v1/admin/health/mailcow"],
    ["GET", "/api/v1/webhooks"],
    ["POST", "/api/v1/webhooks"],
  ] as const;

  test.each(endpoints)("%s %s wants a token that is right", async (method, path) => {
    for (const token of [{}, { token: "pasture_wrong" }, { token: `${ownerToken}x` }]) {
      const reply = await api.call(method, path, token);
      expect([reply.status, reply.body]).toMatchObject([401, { code: "invalid-token" }]);
      expect(reply.headers.get("www-authenticate")).toContain("Bearer");
    }
  });

  test.each(endpoints)("%s %s wants its scope", async (method, path) => {
    const token = await api.newToken(owner, { scopes: ["account:read"] });
    const reply = await api.call(method, path, { token });
    expect([reply.status, reply.body]).toMatchObject([403, { code: "insufficient-scope" }]);
  });

  test.each(endpoints.filter(([, path]) => path.includes("/admin/")))(
    "%s %s is not there for a person, whatever the person's token covers",
    async (method, path) => {
      const body = path.endsWith("/domains") ? { body: { domain: "mallory.example" } } : {};
      const reply = await api.call(method, path, { token: ownerToken, ...body });
      expect([reply.status, reply.body]).toMatchObject([404, { code: "not-found" }]);
    },
  );
});

describe("POST /api/v1/mailbox/random", () => {
  test("answers 201 with address, password and expiry; the mailbox is in Mailcow", async () => {
    const reply = await api.call("POST", "/api/v1/mailbox/random?domain=Pasture.test&hours=2", {
      token: ownerToken,
    });
    expect([reply.status, reply.body]).toEqual([
      201,
      {
        success: true,
        email: expect.stringMatching(/^[a-z0-9.-]+@pasture\.test$/),
        password: expect.stringMatching(/^.{16,}$/),
        expires_at: expect.stringMatching(INSTANT),
        domain: "pasture.test",
        kind: "managed",
        status: "active",
        imap_server: expect.any(String),
        imap_port: 993,
        smtp_server: expect.any(String),
        smtp_port: 587,
        operation: expect.objectContaining({ kind: "provision-mailbox", state: "done" }),
      },
    ]);
    const { email, expires_at } = reply.body as { email: string; expires_at: string };
    expect((Date.parse(expires_at) - Date.now()) / 3_600_000).toBeCloseTo(2, 1);
    const inMailcow = await fetch(`${api.portal.sandbox.apiUrl}/api/v1/get/mailbox/${email}`, {
      headers: { "X-API-Key": api.portal.sandbox.apiKey },
    });
    expect(await inMailcow.json()).toMatchObject({ username: email, quota: 50 * 1_048_576 });
  });

  test("with a key sent twice makes one mailbox and tells the same password", async () => {
    const send = () =>
      api.call("POST", "/api/v1/mailbox/random", {
        token: ownerToken,
        headers: { "Idempotency-Key": "once-1" },
      });
    const first = await send();
    const second = await send();
    expect(second.body).toEqual(first.body);
    expect(second.headers.get("idempotency-replayed")).toBe("true");
  });

  test("names a domain that is not offered, and one with no room", async () => {
    const unknown = await api.call("POST", "/api/v1/mailbox/random?domain=nowhere.example", {
      token: ownerToken,
    });
    expect([unknown.status, unknown.body]).toMatchObject([
      422,
      { code: "invalid-request", errors: [{ field: "domain", code: "unknown-domain" }] },
    ]);
    const { prisma } = api.context.database;
    await prisma.domain.updateMany({ data: { capPerPerson: 1 } });
    const full = await api.call("POST", "/api/v1/mailbox/random", { token: ownerToken });
    await prisma.domain.updateMany({ data: { capPerPerson: null } });
    expect([full.status, full.body]).toMatchObject([422, { errors: [{ code: "person-cap-reached" }] }]);
  });
});

describe("GET /api/v1/mailbox/{email}/info", () => {
  test("shows the owner everything but the password", async () => {
    const { email, password } = await newRandom();
    const reply = await api.call("GET", info(email), { token: ownerToken });
    expect([reply.status, reply.body]).toEqual([
      200,
      {
        success: true,
        mailbox: {
          id: expect.any(String),
          email,
          domain: "pasture.test",
          kind: "managed",
          status: "active",
          reason: null,
          created_at: expect.stringMatching(INSTANT),
          expires_at: expect.stringMatching(INSTANT),
          is_expired: false,
          quota_mb: 50,
          quota_used_mb: expect.any(Number),
          messages: 0,
          as_of: expect.stringMatching(INSTANT),
        },
      },
    ]);
    expect(JSON.stringify(reply.body)).not.toContain(password);
    expect((await api.call("GET", info(email.toUpperCase()), { token: adminToken })).status).toBe(200);
  });

  test("of somebody else's is the answer for none", async () => {
    const { email } = await newRandom();
    const foreign = await api.call("GET", info(email), { token: foreignToken });
    const missing = await api.call("GET", info("nobody@pasture.test"), { token: foreignToken });
    expect(foreign.status).toBe(404);
    const bare = ({ body }: ApiReply) => ({ ...Object(body), instance: "", request_id: "" });
    expect(bare(foreign)).toEqual(bare(missing));
  });
});

test("GET /api/v1/admin/mailboxes lists temporary mailboxes too, in pages", async () => {
  const { email } = await newRandom();
  const reply = await api.call("GET", "/api/v1/admin/mailboxes?domain=pasture.test&limit=1", {
    token: adminToken,
  });
  expect([reply.status, reply.body]).toMatchObject([
    200,
    { mailboxes: [{ email }], next_cursor: expect.any(String) },
  ]);
});

test("DELETE /api/v1/admin/mailboxes/{email} deletes a temporary mailbox in Mailcow and for the owner", async () => {
  const { email } = await newRandom();
  const path = `/api/v1/admin/mailboxes/${email}?grace_hours=0`;
  expect((await api.call("DELETE", path, { token: adminToken })).status).toBe(202);
  await expect
    .poll(async () => (await api.call("GET", info(email), { token: ownerToken })).status, { timeout: 20_000 })
    .toBe(404);
});

describe("clean-up", () => {
  const runShape = {
    id: expect.any(String),
    reason: null,
    planned: expect.any(Number),
    done: expect.any(Number),
    failed: 0,
    started_at: expect.stringMatching(INSTANT),
  };

  test.each([
    ["/api/v1/admin/cleanup/expired?dry_run=true", "expired"],
    ["/api/v1/admin/cleanup/inactive?hours=72&dry_run=true", "inactive"],
    ["/api/v1/admin/quota/update", "quota"],
  ])("POST %s records a round and tells how it stands", async (path, kind) => {
    const reply = await api.call("POST", path, { token: adminToken });
    expect([200, 202]).toContain(reply.status);
    expect(reply.body).toMatchObject({ success: true, run: { ...runShape, kind } });
    const { id } = (reply.body as { run: { id: string } }).run;
    await expect
      .poll(async () => (await api.context.database.prisma.cleanUpRun.findUnique({ where: { id } }))?.state, {
        timeout: 20_000,
      })
      .toBe("DONE");
  });

  test("POST /admin/cleanup/expired begins the deletion of what has expired, and of nothing else", async () => {
    const [expired, alive] = [await newRandom(), await newRandom()];
    const { prisma } = api.context.database;
    await prisma.mailbox.update({
      where: { address: expired.email },
      data: { expiresAt: new Date(Date.now() - 1_000) },
    });
    const reply = await api.call("POST", "/api/v1/admin/cleanup/expired", { token: adminToken });
    expect([200, 202]).toContain(reply.status);
    const stateOf = async (address: string) =>
      (await prisma.mailbox.findUnique({ where: { address } }))?.state;
    await expect.poll(() => stateOf(expired.email), { timeout: 20_000 }).toBe("DELETING");
    expect(await stateOf(alive.email)).toBe("ACTIVE");
  });

  test("hours that are no hours are refused", async () => {
    for (const hours of ["0", "-1", "soon", ""]) {
      const reply = await api.call("POST", `/api/v1/admin/cleanup/inactive?hours=${hours}`, {
        token: adminToken,
      });
      expect([reply.status, reply.body]).toMatchObject([422, { errors: [{ field: "hours" }] }]);
    }
  });
});

describe("POST /api/v1/admin/domains", () => {
  const body = {
    domain: "Legacy.Example",
    imap_host: null,
    imap_port: null,
    is_premium: true,
    is_mailcow_managed: false,
  };

  test("adds a domain and changes it, with the body of the product", async () => {
    const added = await api.call("POST", "/api/v1/admin/domains", { token: adminToken, body });
    expect([added.status, added.body]).toEqual([
      201,
      { success: true, id: expect.any(String), domain: "legacy.example" },
    ]);
    const changed = await api.call("POST", "/api/v1/admin/domains", {
      token: adminToken,
      body: { domain: "legacy.example", is_premium: false },
    });
    expect(changed.status).toBe(200);
    const row = await api.context.database.prisma.domain.findUnique({ where: { name: "legacy.example" } });
    expect(row).toMatchObject({ kind: "LEGACY", isPremium: false, imapHost: null });
  });

  test.each([
    [{ imap_host: "127.0.0.1", imap_port: 993 }, "imap_host", "host-private"],
    [{ imap_host: "2130706433", imap_port: 993 }, "imap_host", "host-private"],
    [{ imap_host: "169.254.169.254", imap_port: 143 }, "imap_host", "host-private"],
    [{ imap_host: "192.0.2.1", imap_port: 22 }, "imap_port", "port-not-allowed"],
    [{ domain: "no domain" }, "domain", "invalid-domain"],
    [{ credentials_key: "nobody" }, "credentials_key", "unknown-credentials"],
  ])("refuses %j", async (wrong, field, code) => {
    const reply = await api.call("POST", "/api/v1/admin/domains", {
      token: adminToken,
      body: { ...body, ...wrong },
    });
    expect([reply.status, reply.body]).toMatchObject([422, { errors: [{ field, code }] }]);
  });
});

test("GET /api/v1/admin/health/mailcow tells what the worker saw", async () => {
  const reply = await api.call("GET", "/api/v1/admin/health/mailcow", { token: adminToken });
  expect([reply.status, reply.body]).toMatchObject([
    200,
    { success: true, mail_server: { status: "ok", version: expect.any(String) }, worker: { status: "ok" } },
  ]);
});

test("GET /health needs no token and names nothing", async () => {
  const { settings } = api.context;
  const own = createPortalContext({ settings, databaseUrl: api.portal.database.url, name: "test health" });
  const response = await answerShortHealth(async () => own);
  expect(response.status).toBe(200);
  expect(JSON.stringify(await response.json())).not.toContain("pasture.test");
  await own.close();
});

describe("webhooks", () => {
  test("an address inside is refused", async () => {
    const inside = await api.call("POST", "/api/v1/webhooks", {
      token: ownerToken,
      body: { url: "http://127.0.0.1:8080/", events: ["mailbox.created"] },
    });
    expect([inside.status, inside.body]).toMatchObject([
      422,
      { errors: [{ field: "url", code: "host-private" }] },
    ]);
  });

  test("made, listed, changed, rotated, looked into and deleted by its owner; not there for others", async () => {
    const made = await api.call("POST", "/api/v1/webhooks", {
      token: ownerToken,
      body: { url: "https://192.88.99.9.example.invalid/", events: ["mailbox.created"] },
    });
    expect([made.status, made.body]).toMatchObject([422, { errors: [{ code: "host-unresolvable" }] }]);
    // A row as the service makes it for an address of the internet, which no test may reach.
    const { prisma } = api.context.database;
    const account = await prisma.account.findUniqueOrThrow({ where: { address: owner } });
    const { id } = await prisma.webhook.create({
      data: {
        accountId: account.id,
        url: "https://203.0.113.1/hook",
        events: ["mailbox.created"],
        secretSealed: "-",
      },
    });
    const path = `/api/v1/webhooks/${id}`;
    const webhook = {
      id,
      url: "https://203.0.113.1/hook",
      events: ["mailbox.created"],
      is_active: true,
      everybodys: false,
      created_at: expect.stringMatching(INSTANT),
    };
    const ask = (method: string, at: string, token: string) => api.call(method, at, { token });
    expect((await ask("GET", "/api/v1/webhooks", ownerToken)).body).toEqual({
      success: true,
      webhooks: [webhook],
    });
    expect((await ask("GET", path, ownerToken)).body).toEqual({ success: true, webhook });
    expect((await ask("GET", `${path}/deliveries`, ownerToken)).body).toEqual({
      success: true,
      deliveries: [],
      next_cursor: null,
    });
    for (const [method, at] of [
      ["GET", path],
      ["DELETE", path],
      ["GET", `${path}/deliveries`],
      ["POST", `${path}/rotate-secret`],
      ["POST", `${path}/deliveries/${id}/redeliver`],
    ] as const) {
      expect((await ask(method, at, foreignToken)).status).toBe(404);
    }
    expect((await ask("DELETE", path, ownerToken)).status).toBe(200);
    expect((await ask("GET", path, ownerToken)).status).toBe(404);
  });
});
