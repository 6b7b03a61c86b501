import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { RegisteredPerson } from "../../support/test-portal";
import { waitUntil } from "../../support/wait-until";
import { openTestApi, type TestApi } from "./test-api";

let api: TestApi;
let person: RegisteredPerson;
let token: string;

beforeAll(async () => {
  api = await openTestApi();
  await api.startWorker();
});
afterAll(() => api.close());

beforeEach(async () => {
  person = await api.newActivePerson();
  token = await api.newToken(person.address, { scopes: ["mailbox:read", "mailbox:write"] });
});

const NEW_PASSWORD = "seven quiet lanterns drift";
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

function doneOperation(kind: string) {
  return {
    id: expect.stringMatching(UUID),
    kind,
    state: "done",
    reason: null,
    attempts: 1,
    next_attempt_at: null,
    created_at: expect.stringMatching(INSTANT),
    finished_at: expect.stringMatching(INSTANT),
  };
}

/** An account on the portal's domain that has no mailbox yet. */
async function newAccount(): Promise<{ address: string; token: string }> {
  const { prisma } = api.context.database;
  const address = `late${Math.random().toString(36).slice(2)}@${api.portal.sandbox.domain}`;
  await prisma.account.create({ data: { address, passwordHash: "-" } });
  return { address, token: await api.newToken(address) };
}

describe("GET /api/v1/mailbox/info", () => {
  test("says what PRODUCT promises, in this order", async () => {
    await api.context.database.prisma.mailbox.update({
      where: { id: person.mailboxId },
      data: { usedBytes: 13_107_200n, messageCount: 42, seenAt: new Date("2026-11-21T10:15:00.000Z") },
    });
    const { mail } = api.context.settings;
    const reply = await api.call("GET", "/api/v1/mailbox/info", { token });
    expect(reply.status).toBe(200);
    expect(reply.headers.get("content-type")).toBe("application/json");
    expect(JSON.stringify(reply.body)).toBe(
      JSON.stringify({
        success: true,
        mailbox: {
          email: person.address,
          status: "active",
          quota: "1024 MB",
          quota_used_mb: 12.5,
          messages: 42,
          webmail_url: mail.webmailUrl,
          imap_server: mail.imapHost,
          smtp_server: mail.smtpHost,
          imap_port: mail.imapPort,
          smtp_port: 587,
          as_of: "2026-11-21T10:15:00.000Z",
        },
      }),
    );
  });

  test("asks for fresh numbers when they are old: one call to the mail server, however many look", async () => {
    await api.context.database.prisma.mailbox.update({
      where: { id: person.mailboxId },
      data: { seenAt: new Date(0), refreshRequestedAt: null },
    });
    api.portal.sandbox.resetCalls();
    const looks = [1, 2, 3, 4, 5].map(() => api.call("GET", "/api/v1/mailbox/info", { token }));
    expect((await Promise.all(looks)).map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    await waitUntil("fresh numbers", async () => {
      const { seenAt } = await api.portal.getMailbox(person.mailboxId);
      return (seenAt?.getTime() ?? 0) > 0;
    });
    await api.call("GET", "/api/v1/mailbox/info", { token });
    const reads = api.portal.sandbox.calls().filter(({ path }) => path.includes("/get/mailbox/"));
    expect(reads).toHaveLength(1);
  });

  test("answers from the database while the mail server hangs", async () => {
    api.portal.sandbox.setFault({ kind: "hang" });
    try {
      expect((await api.call("GET", "/api/v1/mailbox/info", { token })).status).toBe(200);
    } finally {
      api.portal.sandbox.setFault(null);
    }
  });

  test("an account without a mailbox is told so, with a code of its own", async () => {
    const account = await newAccount();
    const reply = await api.call("GET", "/api/v1/mailbox/info", { token: account.token });
    expect(reply.status).toBe(404);
    expect(reply.body).toMatchObject({ code: "no-mailbox" });
  });
});

describe("POST /api/v1/mailbox/create", () => {
  test("makes the mailbox with that password and answers 201 when it is active", async () => {
    const account = await newAccount();
    const reply = await api.call("POST", "/api/v1/mailbox/create", {
      token: account.token,
      body: { password: NEW_PASSWORD },
    });
    expect([reply.status, reply.body]).toEqual([
      201,
      {
        success: true,
        mailbox: {
          email: account.address,
          status: "active",
          quota: "1024 MB",
          quota_used_mb: 0,
          messages: 0,
          webmail_url: api.context.settings.mail.webmailUrl,
          imap_server: api.context.settings.mail.imapHost,
          smtp_server: api.context.settings.mail.smtpHost,
          imap_port: api.context.settings.mail.imapPort,
          smtp_port: 587,
          as_of: expect.stringMatching(INSTANT),
        },
        operation: doneOperation("provision-mailbox"),
      },
    ]);
    expect(api.portal.sandbox.listMailboxes().mailboxes.map(({ address }) => address)).toContain(
      account.address,
    );
  });

  test("answers 202 with the operation while the mail server is away, and the mailbox comes by itself", async () => {
    const account = await newAccount();
    api.portal.sandbox.setFault({ kind: "down" });
    const reply = await api.call("POST", "/api/v1/mailbox/create", {
      token: account.token,
      body: { password: NEW_PASSWORD },
    });
    expect(reply.status).toBe(202);
    expect(reply.body).toMatchObject({
      success: true,
      mailbox: { email: account.address, quota: "1024 MB", quota_used_mb: null, messages: null, as_of: null },
      operation: { kind: "provision-mailbox", finished_at: null },
    });
    const location = reply.headers.get("location") ?? "";
    expect(location).toMatch(/^\/api\/v1\/operations\/[0-9a-f-]{36}$/);
    api.portal.sandbox.setFault(null);
    await api.portal.untilOperation(location.split("/").at(-1) ?? "", "DONE");
    const operation = await api.call("GET", location, { token: account.token });
    expect(operation.body).toMatchObject({ success: true, operation: { state: "done", reason: null } });
  });

  test("a second mailbox is refused", async () => {
    const reply = await api.call("POST", "/api/v1/mailbox/create", {
      token,
      body: { password: NEW_PASSWORD },
    });
    expect(reply.status).toBe(409);
    expect(reply.body).toMatchObject({ code: "mailbox-exists" });
  });

  test("a weak password is refused with each broken rule, and is not repeated", async () => {
    const account = await newAccount();
    const reply = await api.call("POST", "/api/v1/mailbox/create", {
      token: account.token,
      body: { password: "hunter2" },
    });
    expect(reply.status).toBe(422);
    expect(reply.body).toMatchObject({
      code: "weak-password",
      errors: expect.arrayContaining([
        { field: "password", code: "too-short", message: "The password is too short." },
      ]),
    });
    expect(JSON.stringify(reply.body)).not.toContain("hunter2");
  });
});

describe("POST /api/v1/mailbox/update-password", () => {
  test("changes the mailbox's password and leaves the account's alone", async () => {
    const before = await api.context.database.prisma.account.findUniqueOrThrow({
      where: { address: person.address },
    });
    const reply = await api.call("POST", "/api/v1/mailbox/update-password", {
      token,
      body: { new_password: NEW_PASSWORD },
    });
    expect([reply.status, reply.body]).toEqual([
      200,
      { success: true, operation: doneOperation("change-mailbox-password") },
    ]);
    const after = await api.context.database.prisma.account.findUniqueOrThrow({ where: { id: before.id } });
    expect(after.passwordHash).toBe(before.passwordHash);
  });

  test("names the field of a weak password", async () => {
    const reply = await api.call("POST", "/api/v1/mailbox/update-password", {
      token,
      body: { new_password: "short" },
    });
    expect(reply.status).toBe(422);
    expect(reply.body).toMatchObject({ code: "weak-password", errors: [{ field: "new_password" }] });
  });
});

test("GET /api/v1/mailbox/webmail-url gives the URL and the settings", async () => {
  const { mail } = api.context.settings;
  const reply = await api.call("GET", "/api/v1/mailbox/webmail-url", { token });
  expect([reply.status, reply.body]).toEqual([
    200,
    {
      success: true,
      webmail_url: mail.webmailUrl,
      settings: {
        username: person.address,
        imap_server: mail.imapHost,
        imap_port: mail.imapPort,
        imap_security: "SSL/TLS",
        smtp_server: mail.smtpHost,
        smtp_port: 587,
        smtp_security: "STARTTLS",
      },
    },
  ]);
});

test("PATCH /api/v1/mailbox changes the display name in Mailcow", async () => {
  const reply = await api.call("PATCH", "/api/v1/mailbox", { token, body: { display_name: "Ada Lovelace" } });
  expect([reply.status, reply.body]).toEqual([
    200,
    { success: true, operation: doneOperation("update-mailbox") },
  ]);
  const { displayName } = await api.portal.getMailbox(person.mailboxId);
  expect(displayName).toBe("Ada Lovelace");
  const nothing = await api.call("PATCH", "/api/v1/mailbox", { token, body: {} });
  expect([nothing.status, nothing.body]).toMatchObject([422, { code: "nothing-to-change" }]);
});

test("DELETE /api/v1/mailbox needs the address typed again, and can be cancelled", async () => {
  const slip = await api.call("DELETE", "/api/v1/mailbox", {
    token,
    body: { confirm_address: "someone@else.example" },
  });
  expect([slip.status, slip.body]).toMatchObject([422, { code: "confirmation-differs" }]);
  const begun = await api.call("DELETE", "/api/v1/mailbox", {
    token,
    body: { confirm_address: person.address },
  });
  expect([begun.status, begun.body]).toMatchObject([
    202,
    {
      success: true,
      delete_after: expect.stringMatching(INSTANT),
      operation: { kind: "delete-mailbox", finished_at: null },
    },
  ]);
  const again = await api.call("DELETE", "/api/v1/mailbox", {
    token,
    body: { confirm_address: person.address },
  });
  expect([again.status, again.body]).toMatchObject([409, { code: "already-deleting" }]);
  // The worker switches the logins off first; while it does, a cancellation is refused as too late.
  await api.portal.untilOperation(begun.headers.get("location")?.split("/").at(-1) ?? "", "WAITING");
  const back = await api.call("POST", "/api/v1/mailbox/cancel-deletion", { token });
  expect([back.status, back.body]).toEqual([
    200,
    { success: true, operation: doneOperation("update-mailbox") },
  ]);
  const late = await api.call("POST", "/api/v1/mailbox/cancel-deletion", { token });
  expect([late.status, late.body]).toMatchObject([409, { code: "too-late" }]);
});
