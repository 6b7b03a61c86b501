import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { carryOutSending } from "@/lib/sending/carry-out-sending";
import { approveSending } from "@/lib/sending/decide-sending";
import { apiRoutes } from "@/lib/web/api/api-routes";
import { openTestInboxes, type TestInboxes } from "../../support/test-inbox";
import type { RegisteredPerson } from "../../support/test-portal";
import { type ApiReply, openTestApi, type TestApi } from "../api/test-api";

let api: TestApi;
let inboxes: TestInboxes;
let ada: RegisteredPerson;
let bob: RegisteredPerson;
let token: string;
let foreignToken: string;
/** Ada's, each limited to one mailbox: this one, another of hers, and one that is gone. */
let boundToken: string;
let boundElsewhere: string;
let boundToNothing: string;
/** Of a message in Ada's inbox with a file, and of one she sends. */
let messageId: string;
let outgoingId: string;

const FILE = "Ärger im Büro\n";
const WITH_FILE = [
  "From: Shop <orders@shop.example>",
  "To: ada@pasture.test",
  "Subject: Invoice",
  "Message-ID: <invoice@shop.example>",
  "MIME-Version: 1.0",
  'Content-Type: multipart/mixed; boundary="b"',
  "",
  "--b",
  "Content-Type: text/plain; charset=utf-8",
  "",
  "See the file.",
  "--b",
  "Content-Type: text/html",
  'Content-Disposition: attachment; filename="../bill\u202e.html"',
  "Content-Transfer-Encoding: base64",
  "",
  Buffer.from(FILE).toString("base64"),
  "--b--",
  "",
].join("\r\n");

const plain = (subject: string, text = "Nothing else.", from = "news@shop.example") =>
  `From: ${from}\r\nTo: ada@pasture.test\r\nSubject: ${subject}\r\n\r\n${text}\r\n`;

beforeAll(async () => {
  api = await openTestApi({ mail: "auto" });
  const worker = await api.startWorker();
  [ada, bob] = await Promise.all([api.newActivePerson(), api.newActivePerson()]);
  // From here on a test itself carries out what it sends.
  await worker.stop();
  token = await api.newToken(ada.address);
  foreignToken = await api.newToken(bob.address);
  inboxes = openTestInboxes(api.portal);
  await inboxes.put(ada.mailboxId, WITH_FILE);
  messageId = (await list("")).messages[0]?.id ?? "";
  const [second, gone] = [await api.newSecondMailbox(token), await api.newSecondMailbox(token)];
  const bind = (address: string) => api.newToken(ada.address, { mailboxAddresses: [address] });
  boundToken = await bind(ada.address);
  boundElsewhere = await bind(second.address);
  boundToNothing = await bind(gone.address);
  await api.markDeleted(gone.mailboxId);
  outgoingId = outgoingOf(await send({ to: [bob.address] })).id;
});
afterAll(async () => {
  await inboxes?.close();
  await api?.close();
});

interface Listed {
  readonly messages: readonly { readonly id: string; readonly subject: string; readonly is_seen: boolean }[];
  readonly next_cursor: string | null;
  readonly total: number | null;
  readonly is_partial: boolean;
}
interface Outgoing {
  readonly id: string;
  readonly state: string;
  readonly approval_url: string | null;
}
const v1 = (path: string) => `/api/v1${path}`;
const box = (person: { readonly address: string }, rest: string) =>
  v1(`/mailboxes/${encodeURIComponent(person.address)}/messages${rest}`);
const get = (rest: string) => api.call("GET", box(ada, rest), { token });
const list = async (query: string) => (await get(query)).body as Listed;
const send = (body: unknown, headers: Record<string, string> = {}, by = token) =>
  api.call("POST", v1("/messages"), { token: by, body, headers });
const outgoingOf = ({ body }: ApiReply) => (body as { outgoing: Outgoing }).outgoing;
const wait = (body: unknown, signal?: AbortSignal) =>
  api.call("POST", box(ada, "/wait"), { token, body, ...(signal ? { signal } : {}) });

interface Endpoint {
  readonly method: "GET" | "POST";
  readonly route: string;
  readonly scope: "mail:read" | "mail:send";
  readonly body?: () => unknown;
  readonly status: number;
  /** What another account gets. */
  readonly foreign: number;
}

const MAILBOX = "/mailboxes/{email}/messages";
const ENDPOINTS: readonly Endpoint[] = [
  { method: "GET", route: v1(MAILBOX), scope: "mail:read", status: 200, foreign: 404 },
  { method: "GET", route: v1(`${MAILBOX}/{id}`), scope: "mail:read", status: 200, foreign: 404 },
  { method: "GET", route: v1(`${MAILBOX}/{id}/raw`), scope: "mail:read", status: 200, foreign: 404 },
  {
    method: "GET",
    route: v1(`${MAILBOX}/{id}/attachments/{part}`),
    scope: "mail:read",
    status: 200,
    foreign: 404,
  },
  {
    method: "POST",
    route: v1(`${MAILBOX}/wait`),
    scope: "mail:read",
    body: () => ({ timeout_seconds: 1, since: "2020-01-01T00:00:00Z" }),
    status: 200,
    foreign: 404,
  },
  {
    method: "POST",
    route: v1("/messages"),
    scope: "mail:send",
    body: () => ({ from: ada.address, to: [bob.address] }),
    status: 202,
    foreign: 422,
  },
  { method: "GET", route: v1("/messages/outgoing/{id}"), scope: "mail:send", status: 200, foreign: 404 },
];

function ask({ method, route, body }: Endpoint, by: string | undefined, address = ada.address) {
  const path = route
    .replace("{email}", encodeURIComponent(address))
    .replace("{id}", route.includes("outgoing") ? outgoingId : messageId)
    .replace("{part}", "2");
  return api.call(method, path, {
    ...(by === undefined ? {} : { token: by }),
    ...(body === undefined ? {} : { body: body() }),
  });
}

test("the list has every route of mail", () => {
  const expected = apiRoutes
    .filter(({ tag }) => tag === "Mail")
    .map(({ method, path }) => `${method} ${path}`);
  expect(ENDPOINTS.map(({ method, route }) => `${method} ${route}`).sort()).toEqual(expected.sort());
});

describe.each(ENDPOINTS.map((endpoint) => [`${endpoint.method} ${endpoint.route}`, endpoint] as const))(
  "%s",
  (_name, endpoint) => {
    test("without a token or with a wrong one: 401", async () => {
      for (const by of [undefined, "nonsense", `pasture_${"A".repeat(43)}`, `${token}x`]) {
        const reply = await ask(endpoint, by);
        expect([reply.status, reply.body]).toMatchObject([401, { code: "invalid-token" }]);
      }
    });

    test("with a token that lacks the scope: 403", async () => {
      const other = endpoint.scope === "mail:read" ? ("mail:send" as const) : ("mail:read" as const);
      const by = await api.newToken(ada.address, { scopes: ["mailbox:read", "mailbox:write", other] });
      const reply = await ask(endpoint, by);
      expect([reply.status, reply.body]).toMatchObject([403, { code: "insufficient-scope" }]);
    });

    test("with somebody else's token: the answer for what is not there", async () => {
      const sent = () => api.context.database.prisma.outgoingMessage.count();
      const before = await sent();
      const reply = await ask(endpoint, foreignToken);
      expect(reply.status).toBe(endpoint.foreign);
      expect(await sent()).toBe(before);
      if (!endpoint.route.includes("{email}")) return;
      const unknown = await ask(endpoint, foreignToken, "nobody@pasture.test");
      const bare = ({ body }: ApiReply) => ({ ...Object(body), instance: "", request_id: "" });
      expect(bare(unknown)).toEqual(bare(reply));
    });

    test("an admin's token reads and sends nothing of other people's", async () => {
      const reply = await ask(endpoint, await api.newToken(await api.newAdmin()));
      expect(reply.status).toBe(endpoint.foreign);
    });

    test("with a token limited to this mailbox it does its work", async () => {
      const reply = await ask(endpoint, boundToken);
      expect(reply.status, JSON.stringify(reply.body)).toBe(endpoint.status);
    });

    test("with a token limited to another mailbox of the account: as with somebody else's", async () => {
      const { prisma } = api.context.database;
      const before = await prisma.outgoingMessage.count();
      const bare = ({ status, body }: ApiReply) => [
        status,
        { ...Object(body), instance: "", request_id: "" },
      ];
      expect(bare(await ask(endpoint, boundElsewhere))).toEqual(bare(await ask(endpoint, foreignToken)));
      expect(await prisma.outgoingMessage.count()).toBe(before);
    });

    test("with a token limited to a mailbox that is gone: 401", async () => {
      const reply = await ask(endpoint, boundToNothing);
      expect([reply.status, reply.body]).toMatchObject([401, { code: "invalid-token" }]);
    });

    test("with its one scope it does its work", async () => {
      const by = await api.newToken(ada.address, { scopes: [endpoint.scope] });
      const reply = await ask(endpoint, by);
      expect(reply.status, JSON.stringify(reply.body)).toBe(endpoint.status);
    });
  },
);

describe("reading", () => {
  test("lists in pages, the unseen ones alone where asked, and by folder", async () => {
    await inboxes.put(ada.mailboxId, plain("unread one"));
    await inboxes.put(ada.mailboxId, plain("unread two"));
    const first = await list("?limit=1");
    expect(first).toMatchObject({ messages: [{ subject: "unread two", is_seen: false }] });
    const second = await list(`?limit=1&cursor=${first.next_cursor}`);
    expect(second.messages.map(({ subject }) => subject)).toEqual(["unread one"]);
    const unseen = await list("?unseen=true");
    expect(unseen.messages.map(({ subject }) => subject)).toEqual(["unread two", "unread one"]);
    const missing = await get("?folder=No%20such");
    expect([missing.status, missing.body]).toMatchObject([
      404,
      { code: "folder-not-found", errors: [{ field: "folder" }] },
    ]);
    for (const query of ["?cursor=1", "?limit=0", "?unseen=maybe", "?folder="]) {
      expect((await get(query)).status, query).toBe(422);
    }
  });

  test("searches as the page's box does: by words and fields, with pages, the unseen alone, in a folder", async () => {
    await inboxes.put(ada.mailboxId, plain("Hay, dry", "Ten bales.", "Anna <anna@farm.example>"));
    await inboxes.put(ada.mailboxId, plain("Hay, wet", "Ten bales.", "anna@farm.example"));
    await inboxes.put(ada.mailboxId, plain("Straw", "No hay.", "anna@farm.example"));
    const subjectsOf = ({ messages }: Listed) => messages.map(({ subject }) => subject);
    const search = (text: string, rest = "") => list(`?search=${encodeURIComponent(text)}${rest}`);
    expect(subjectsOf(await search('from:ANNA subject:"hay, "'))).toEqual(["Hay, wet", "Hay, dry"]);
    expect(subjectsOf(await search("from:farm.example bales"))).toEqual(["Hay, wet", "Hay, dry"]);
    const first = await search("from:farm.example", "&limit=2");
    expect(first).toMatchObject({ total: null, is_partial: false, next_cursor: expect.any(String) });
    const rest = await search("from:farm.example", `&limit=2&cursor=${first.next_cursor}`);
    expect([...subjectsOf(first), ...subjectsOf(rest)]).toEqual(["Straw", "Hay, wet", "Hay, dry"]);
    expect(rest.next_cursor).toBeNull();
    await get(`/${first.messages[0]?.id}`);
    expect(subjectsOf(await search("from:farm.example", "&unseen=true"))).toEqual(["Hay, wet", "Hay, dry"]);
    expect(subjectsOf(await search("nowhere to be found"))).toEqual([]);
    expect(subjectsOf(await search("hay", "&folder=trash"))).toEqual([]);
    expect((await get("?search=hay&folder=No%20such")).body).toMatchObject({ code: "folder-not-found" });
  });

  test.each(["", "%20", "%22%22", "a".repeat(201), "subject:%0d%0aA1%20LOGOUT%00"])(
    "a search for nothing, or for what no person types, is refused: %j",
    async (text) => {
      const reply = await get(`?search=${text}`);
      expect([reply.status, reply.body]).toMatchObject([
        422,
        { code: "invalid-request", errors: [{ field: "search" }] },
      ]);
    },
  );

  test("a message says its text and files, and is seen from then on", async () => {
    const reply = await get(`/${messageId}`);
    expect([reply.status, reply.body]).toMatchObject([
      200,
      {
        message: {
          id: messageId,
          subject: "Invoice",
          from: { name: "Shop", address: "orders@shop.example" },
          text: expect.stringContaining("See the file."),
          html: null,
          message_id_header: "<invoice@shop.example>",
          attachments: [{ part: "2", mime_type: "text/html" }],
          one_time_code: null,
        },
      },
    ]);
    const listed = (await list("")).messages.find(({ id }) => id === messageId);
    expect(listed?.is_seen).toBe(true);
  });

  test("a file comes decoded, as a download that no browser runs, under a safe name", async () => {
    const reply = await get(`/${messageId}/attachments/2`);
    expect(String(reply.body)).toBe(FILE);
    expect(reply.headers.get("content-type")).toBe("application/octet-stream");
    expect(reply.headers.get("content-security-policy")).toContain("sandbox");
    expect(reply.headers.get("x-content-type-options")).toBe("nosniff");
    expect(reply.headers.get("content-disposition")).toMatch(/^attachment; filename="[^"/\\]+"; /);
    expect(reply.headers.get("content-disposition")).not.toContain("%E2%80%AE");
    for (const part of ["9", "1.1.1"]) {
      expect((await get(`/${messageId}/attachments/${part}`)).status).toBe(404);
    }
  });

  test("the raw message is what the mail server holds", async () => {
    const reply = await get(`/${messageId}/raw`);
    expect(String(reply.body)).toBe(WITH_FILE);
  });

  test("names that are none are refused before anything is asked", async () => {
    for (const id of ["1", "0.1", "1.99999999999", "1.1%0d%0a"]) {
      expect((await get(`/${id}`)).status, id).toBe(422);
    }
    const [validity = ""] = messageId.split(".");
    expect((await get(`/${validity}.999999`)).body).toMatchObject({ code: "message-gone" });
  });
});

describe("sending", () => {
  test("takes a message with a file, delivers it once, and tells how it went", async () => {
    const body = {
      to: [`Bob <${bob.address}>`],
      subject: "Привет",
      text: "Line one",
      attachments: [{ file_name: "a.txt", content_base64: Buffer.from(FILE).toString("base64") }],
    };
    const taken = await send(body, { "Idempotency-Key": "mail-1" });
    const again = await send(body, { "Idempotency-Key": "mail-1" });
    expect([taken.status, again.body]).toEqual([202, taken.body]);
    const { id, state } = outgoingOf(taken);
    expect([state, taken.headers.get("location")]).toEqual(["queued", v1(`/messages/outgoing/${id}`)]);
    // The record of the answer may be gone, the message is still one.
    await api.context.database.prisma.idempotencyRecord.deleteMany({});
    expect(outgoingOf(await send(body, { "Idempotency-Key": "mail-1" })).id).toBe(id);
    const other = await send({ ...body, text: "Another" }, { "Idempotency-Key": "mail-2" });
    await api.context.database.prisma.idempotencyRecord.deleteMany({});
    const reused = await send({ ...body, text: "A third" }, { "Idempotency-Key": "mail-2" });
    expect([other.status, reused.status, reused.body]).toMatchObject([
      202,
      422,
      { code: "idempotency-key-reused" },
    ]);
    await carryOutSending({ ...api.portal.context, ...inboxes.context }, id);
    const reply = await api.call("GET", v1(`/messages/outgoing/${id}`), { token });
    expect(outgoingOf(reply)).toMatchObject({ state: "sent", refused: [] });
    const received = await api.call("POST", box(bob, "/wait"), {
      token: foreignToken,
      body: { subject: "привет", since: "2020-01-01T00:00:00Z" },
    });
    expect(received.body).toMatchObject({
      message: { from: { address: ada.address }, text: expect.stringContaining("Line one") },
    });
  });

  test("answers a message of the mailbox", async () => {
    const reply = await send({ to: [bob.address], in_reply_to: { id: messageId } });
    const { id } = outgoingOf(reply);
    await carryOutSending({ ...api.portal.context, ...inboxes.context }, id);
    const received = await api.call("POST", box(bob, "/wait"), {
      token: foreignToken,
      body: { from: ada.address, since: new Date(Date.now() - 600_000).toISOString(), timeout_seconds: 5 },
    });
    expect(received.status).toBe(200);
    const listed = await api.call("GET", box(bob, "?limit=100"), { token: foreignToken });
    const ids = (listed.body as Listed).messages.map((message) => message.id);
    const read = await Promise.all(
      ids.map((one) => api.call("GET", box(bob, `/${one}`), { token: foreignToken })),
    );
    expect(read.map(({ body }) => body)).toContainEqual(
      expect.objectContaining({
        message: expect.objectContaining({ in_reply_to: "<invoice@shop.example>" }),
      }),
    );
  });

  test("without a sender a token limited to one mailbox means that one", async () => {
    const own = outgoingOf(await send({ to: [bob.address] }, {}, boundToken));
    expect(own).toMatchObject({ state: "queued" });
    // Another one of the account's, which nobody has made yet.
    const other = await send({ to: [bob.address] }, {}, boundElsewhere);
    expect([other.status, other.body]).toMatchObject([409, { code: "mailbox-not-ready" }]);
  });

  test("from a token that may not by itself it waits for its owner, and says where", async () => {
    const by = await api.newToken(ada.address, { scopes: ["mail:send"] });
    const taken = outgoingOf(await send({ to: [bob.address], subject: "may I?" }, {}, by));
    expect(taken).toMatchObject({
      state: "awaiting-approval",
      approval_url: `${api.context.settings.appUrl}/inbox/outgoing/${taken.id}`,
    });
    expect(await approveSending(api.context, ada.actor, { outgoingId: taken.id })).toMatchObject({
      ok: true,
    });
    const reply = await api.call("GET", v1(`/messages/outgoing/${taken.id}`), { token: by });
    expect(outgoingOf(reply)).toMatchObject({ state: "queued", approval_url: null });
  });

  test.each([
    [{ to: ["bob@pasture.test", "no address"] }, 422, "recipient-invalid", "to.1"],
    [{ to: ["a@b.example"], cc: ["x@y.example\r\nBcc: z@z.example"] }, 422, "recipient-invalid", "cc.0"],
    [{}, 422, "recipient-missing", "to"],
    [{ to: ["a@b.example"], from: "nobody@pasture.test" }, 422, "sender-not-own", "from"],
    [{ to: ["a@b.example"], subject: "one\r\nBcc: z@z.example" }, 422, "subject-invalid", "subject"],
    [
      { to: ["a@b.example"], attachments: [{ file_name: "a", content_base64: "%" }] },
      422,
      "invalid-request",
      "attachments.0.content_base64",
    ],
  ])("refuses %j and sends nothing", async (body, status, code, field) => {
    const { prisma } = api.context.database;
    const before = await prisma.outgoingMessage.count();
    const reply = await send(body);
    expect([reply.status, reply.body]).toMatchObject([status, { code, errors: [{ field }] }]);
    expect(await prisma.outgoingMessage.count()).toBe(before);
  });

  test("takes a file of some MiB, and not one past the limit", async () => {
    const attachments = [{ file_name: "a.bin", content_base64: Buffer.alloc(3 << 20, 7).toString("base64") }];
    expect((await send({ to: [bob.address], attachments })).status).toBe(202);
    const many = [...attachments, ...Array.from({ length: 6 }, () => attachments[0])];
    const reply = await send({ to: [bob.address], attachments: many });
    expect([reply.status, reply.body]).toMatchObject([413, { code: "too-large-to-send" }]);
  });
});

describe("waiting", () => {
  test("answers as soon as the message with a code comes, and passes over what does not fit", async () => {
    const waiting = await beginWait({ subject: "sign in", has_code: true, timeout_seconds: 60 });
    await inboxes.put(ada.mailboxId, plain("Your code", "Your code is 111111."));
    await inboxes.put(ada.mailboxId, plain("Sign in to Shop", "No number here."));
    await inboxes.put(ada.mailboxId, plain("SIGN IN to Shop", "Your code is 482913."));
    const reply = await waiting.reply;
    expect([reply.status, reply.body]).toMatchObject([200, { message: { one_time_code: "482913" } }]);
  });

  test("without since, mail that was there before does not count", async () => {
    const reply = await wait({ subject: "sign in", timeout_seconds: 1 });
    expect([reply.status, reply.body]).toMatchObject([408, { code: "no-message-came" }]);
    const since = new Date(Date.now() - 600_000).toISOString();
    expect((await wait({ subject: "sign in", timeout_seconds: 1, since })).status).toBe(200);
  });

  test("ends when the client goes away", async () => {
    const client = new AbortController();
    const began = Date.now();
    const body = { from: "nobody@nowhere.example", timeout_seconds: 60 };
    const waiting = await beginWait(body, client.signal);
    client.abort();
    expect((await waiting.reply).status).toBe(408);
    expect(Date.now() - began).toBeLessThan(50_000);
  });

  test("takes no longer wait than a minute", async () => {
    expect((await wait({ timeout_seconds: 61 })).status).toBe(422);
  });

  /** A wait that has taken its bearings: from now on mail is new. The answer is not awaited. */
  async function beginWait(
    body: unknown,
    signal?: AbortSignal,
  ): Promise<{ readonly reply: Promise<ApiReply> }> {
    const { prisma } = api.context.database;
    await prisma.mailbox.update({ where: { id: ada.mailboxId }, data: { readAt: null } });
    const reply = wait(body, signal);
    await expect
      .poll(async () => (await api.portal.getMailbox(ada.mailboxId)).readAt, { timeout: 30_000 })
      .not.toBeNull();
    return { reply };
  }
});
