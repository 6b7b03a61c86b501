import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RegisteredPerson } from "../../support/test-portal";
import { openTestApi, type TestApi } from "./test-api";

let api: TestApi;
let person: RegisteredPerson;
let other: RegisteredPerson;
let personToken: string;
let adminToken: string;

beforeAll(async () => {
  api = await openTestApi();
  await api.startWorker();
  person = await api.newActivePerson();
  other = await api.newActivePerson();
  personToken = await api.newToken(person.address);
  adminToken = await api.newToken(await api.newAdmin());
});
afterAll(() => api.close());

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

function withoutOccurrence(body: unknown): unknown {
  return { ...Object(body), instance: "", request_id: "" };
}

describe("what is not yours cannot be told from what is not there", () => {
  test("operations of others", async () => {
    const nobodys = "00000000-0000-7000-8000-000000000000";
    for (const [method, suffix] of [
      ["GET", ""],
      ["POST", "/retry"],
    ] as const) {
      const ask = (id: string) =>
        api.call(method, `/api/v1/operations/${id}${suffix}`, { token: personToken });
      const foreign = await ask(other.operationId);
      const missing = await ask(nobodys);
      expect(foreign.status).toBe(404);
      expect(withoutOccurrence(foreign.body)).toEqual(withoutOccurrence(missing.body));
    }
  });

  test("administration, for a person whose token covers everything that person may do", async () => {
    const mailbox = (address: string) => `/api/v1/admin/mailboxes/${encodeURIComponent(address)}`;
    const calls = [
      ["GET", "/api/v1/admin/mailboxes"],
      ["GET", "/api/v1/admin/accounts"],
      ["GET", "/api/health"],
      ["PATCH", mailbox(other.address)],
      ["PATCH", mailbox(person.address)],
      ["PATCH", mailbox("nobody@pasture.test")],
      ["PATCH", mailbox("not an address")],
      ["DELETE", mailbox(other.address)],
      ["DELETE", mailbox(person.address)],
    ] as const;
    for (const [method, path] of calls) {
      const body = method === "PATCH" ? { body: { display_name: "Mallory" } } : {};
      const reply = await api.call(method, path, { token: personToken, ...body });
      expect([method, path, reply.status, reply.body]).toMatchObject([
        method,
        path,
        404,
        { code: "not-found" },
      ]);
    }
  });
});

describe("GET /api/v1/admin/mailboxes", () => {
  test("lists newest first, in pages that join without gap or repetition", async () => {
    const pages: string[] = [];
    let cursor: string | null = null;
    do {
      const query: string = cursor ? `&cursor=${cursor}` : "";
      const { status, body } = await api.call("GET", `/api/v1/admin/mailboxes?limit=1${query}`, {
        token: adminToken,
      });
      expect(status).toBe(200);
      const page = body as { mailboxes: { email: string }[]; next_cursor: string | null };
      pages.push(...page.mailboxes.map(({ email }) => email));
      cursor = page.next_cursor;
    } while (cursor);
    expect(pages).toEqual([other.address, person.address]);
  });

  test("has this shape, and can be narrowed to a domain", async () => {
    const list = (query: string) =>
      api.call("GET", `/api/v1/admin/mailboxes?${query}`, { token: adminToken });
    expect((await list(`query=${person.address}&domain=PASTURE.test`)).body).toEqual({
      success: true,
      mailboxes: [
        {
          id: person.mailboxId,
          email: person.address,
          domain: "pasture.test",
          status: "active",
          reason: null,
          quota_mb: 1024,
          quota_used_mb: 0,
          messages: 0,
          as_of: expect.stringMatching(INSTANT),
          created_at: expect.stringMatching(INSTANT),
        },
      ],
      next_cursor: null,
    });
    expect((await list("domain=elsewhere.example")).body).toEqual({
      success: true,
      mailboxes: [],
      next_cursor: null,
    });
  });
});

test("GET /api/v1/admin/accounts has this shape", async () => {
  const reply = await api.call("GET", `/api/v1/admin/accounts?query=${person.address}`, {
    token: adminToken,
  });
  expect(reply.body).toEqual({
    success: true,
    accounts: [
      {
        id: person.actor.accountId,
        email: person.address,
        display_name: "",
        role: "person",
        status: "active",
        mailbox_status: "active",
        created_at: expect.stringMatching(INSTANT),
      },
    ],
    next_cursor: null,
  });
});

test("PATCH /api/v1/admin/mailboxes/{email} sets name, quota and state in Mailcow", async () => {
  const path = `/api/v1/admin/mailboxes/${encodeURIComponent(other.address)}`;
  const reply = await api.call("PATCH", path, {
    token: adminToken,
    body: { display_name: "Grace", quota_mb: 2_048, active: false },
  });
  expect([reply.status, reply.body]).toMatchObject([
    200,
    { operation: { kind: "update-mailbox", state: "done" } },
  ]);
  const { displayName, quotaMiB, state } = await api.portal.getMailbox(other.mailboxId);
  expect({ displayName, quotaMiB, state }).toEqual({
    displayName: "Grace",
    quotaMiB: 2_048,
    state: "DISABLED",
  });
});

test("DELETE /api/v1/admin/mailboxes/{email} begins the deletion with the grace time asked for", async () => {
  const victim = await api.newActivePerson();
  const path = `/api/v1/admin/mailboxes/${victim.address}?grace_hours=48`;
  const reply = await api.call("DELETE", path, { token: adminToken });
  expect([reply.status, reply.body]).toMatchObject([
    202,
    { success: true, operation: { kind: "delete-mailbox" } },
  ]);
  const { delete_after } = reply.body as { delete_after: string };
  const hours = (Date.parse(delete_after) - Date.now()) / 3_600_000;
  expect(hours).toBeGreaterThan(47.9);
  expect(hours).toBeLessThanOrEqual(48);
});

describe("operations", () => {
  test("one's own has this shape", async () => {
    const reply = await api.call("GET", `/api/v1/operations/${person.operationId}`, { token: personToken });
    expect([reply.status, reply.body]).toEqual([
      200,
      {
        success: true,
        operation: {
          id: person.operationId,
          kind: "provision-mailbox",
          state: "done",
          reason: null,
          attempts: 1,
          next_attempt_at: null,
          created_at: expect.stringMatching(INSTANT),
          finished_at: expect.stringMatching(INSTANT),
        },
      },
    ]);
  });

  test("one that is done cannot be tried again", async () => {
    const reply = await api.call("POST", `/api/v1/operations/${person.operationId}/retry`, {
      token: personToken,
    });
    expect([reply.status, reply.body]).toMatchObject([409, { code: "nothing-to-retry" }]);
  });

  test("one that waits for a person is tried again at once", async () => {
    const { prisma } = api.context.database;
    const update = await api.call("PATCH", "/api/v1/mailbox", {
      token: personToken,
      body: { display_name: "Ada" },
    });
    const id = update.headers.get("location")?.split("/").at(-1) ?? "";
    await prisma.operation.update({ where: { id }, data: { state: "NEEDS_ADMIN", reason: "refused" } });
    const reply = await api.call("POST", `/api/v1/operations/${id}/retry`, { token: personToken });
    expect([reply.status, reply.body]).toMatchObject([
      200,
      { operation: { id, state: "done", reason: null } },
    ]);
  });
});
