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
      409,
      { code: "unknown-domain", errors: [{ field: "domain", code: "unknown-domain" }] },
    ]);
  });

  test.each([
    ["capPerPerson", 409, "person-cap-reached"],
    ["capTotal", 409, "domain-full"],
    ["capPerDay", 429, "day-cap-reached"],
  ])("says by a code of its own that %s is reached", async (cap, status, code) => {
    const { prisma } = api.context.database;
    await prisma.domain.updateMany({ data: { [cap]: 1 } });
    const full = await api.call("POST", "/api/v1/mailbox/random", { token: ownerToken });
    await prisma.domain.updateMany({ data: { [cap]: null } });
    expect([full.status, full.body]).toMatchObject([status, { code }]);
    const seconds = Number(full.headers.get("retry-after"));
    if (status === 429) expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(86_400);
  });

  test("hours that are none, or more than anybody may have, are a wrong shape and make nothing", async () => {
    const { prisma } = api.context.database;
    const before = await prisma.mailbox.count();
    const ask = (hours: number) =>
      api.call("POST", `/api/v1/mailbox/random?hours=${hours}`, { token: ownerToken });
    for (const hours of [0, 0.5, 721]) {
      const reply = await ask(hours);
      expect([reply.status, reply.body]).toMatchObject([422, { code: "invalid-request" }]);
    }
    expect(await prisma.mailbox.count()).toBe(before);
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
    [{ imap_host: "127.0.0.1", imap_port: 993 }, 403, "imap_host", "host-private"],
    [{ imap_host: "2130706433", imap_port: 993 }, 403, "imap_host", "host-private"],
    [{ imap_host: "169.254.169.254", imap_port: 143 }, 403, "imap_host", "host-private"],
    [{ imap_host: "192.0.2.1", imap_port: 22 }, 403, "imap_port", "port-not-allowed"],
    [{ imap_host: "nobody.invalid", imap_port: 993 }, 409, "imap_host", "host-unresolvable"],
    [{ credentials_key: "nobody" }, 409, "credentials_key", "unknown-credentials"],
    [{ domain: "no domain" }, 422, "domain", "invalid-domain"],
    [{ imap_host: "no host", imap_port: 993 }, 422, "imap_host", "host-invalid"],
  ])("refuses %j", async (wrong, status, field, code) => {
    const reply = await api.call("POST", "/api/v1/admin/domains", {
      token: adminToken,
      body: { ...body, ...wrong },
    });
    expect([reply.status, reply.body]).toMatchObject([status, { code, errors: [{ field, code }] }]);
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
