import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createDeferred } from "../../support/create-deferred";
import type { RegisteredPerson } from "../../support/test-portal";
import { openTestApi, type TestApi } from "./test-api";

let api: TestApi;
let person: RegisteredPerson;
let token: string;
let key: string;

beforeAll(async () => {
  api = await openTestApi();
  await api.startWorker();
  person = await api.newActivePerson();
});
afterAll(() => api.close());
beforeEach(async () => {
  token = await api.newToken(person.address);
  key = randomUUID();
});

const PATH = "/api/v1/mailbox/update-password";
const BODY = { new_password: "seven quiet lanterns drift" };

function post(body: unknown = BODY, path = PATH, by = token) {
  return api.call("POST", path, { token: by, body, headers: { "Idempotency-Key": key } });
}

const countChanges = () =>
  api.context.database.prisma.operation.count({ where: { kind: "CHANGE_MAILBOX_PASSWORD" } });
const record = () => api.context.database.prisma.idempotencyRecord.findFirstOrThrow({ where: { key } });

describe("a POST with an Idempotency-Key is done once", () => {
  test("the same request again gets the first answer to the letter, and nothing is done again", async () => {
    const first = await post();
    const before = await countChanges();
    const second = await post();
    expect(second.status).toBe(first.status);
    expect(second.body).toEqual(first.body);
    expect(second.headers.get("location")).toBe(first.headers.get("location"));
    expect([first, second].map(({ headers }) => headers.get("idempotency-replayed"))).toEqual([null, "true"]);
    expect(await countChanges()).toBe(before);
  });

  test("also when the first answer was a refusal of the service", async () => {
    const first = await post({ password: BODY.new_password }, "/api/v1/mailbox/create");
    const second = await post({ password: BODY.new_password }, "/api/v1/mailbox/create");
    expect(first.status).toBe(409);
    expect(second.body).toEqual(first.body);
    expect(second.headers.get("content-type")).toBe("application/problem+json");
  });

  test("without a key each request is done", async () => {
    const before = await countChanges();
    await api.call("POST", PATH, { token, body: BODY });
    await api.call("POST", PATH, { token, body: BODY });
    expect(await countChanges()).toBe(before + 2);
  });

  test("another token may use the same key for itself", async () => {
    const before = await countChanges();
    await post();
    await post(BODY, PATH, await api.newToken(person.address));
    expect(await countChanges()).toBe(before + 2);
  });

  test("ten at the same time: one is done, the others get its answer or are told to wait", async () => {
    const before = await countChanges();
    const replies = await Promise.all(Array.from({ length: 10 }, () => post()));
    const [first] = replies
      .filter(({ headers }) => headers.get("idempotency-replayed") === null)
      .filter(({ status }) => status < 300);
    expect(await countChanges()).toBe(before + 1);
    for (const reply of replies) {
      if (reply.status === 409) {
        expect(reply.body).toMatchObject({ code: "idempotency-in-flight" });
        expect(reply.headers.get("retry-after")).toBe("1");
      } else expect(reply.body).toEqual(first?.body);
    }
    expect(replies.filter(({ status }) => status === 409).length).toBeGreaterThan(0);
  });
});

describe("a key belongs to one request", () => {
  test("with another body it is refused and nothing is done", async () => {
    await post();
    const before = await countChanges();
    const reply = await post({ new_password: "eleven paper boats at noon" });
    expect([reply.status, reply.body]).toMatchObject([422, { code: "idempotency-key-reused" }]);
    expect(await countChanges()).toBe(before);
  });

  test("with another path it is refused", async () => {
    await post({}, "/api/v1/mailbox/cancel-deletion");
    const reply = await post({}, `/api/v1/operations/${person.operationId}/retry`);
    expect([reply.status, reply.body]).toMatchObject([422, { code: "idempotency-key-reused" }]);
  });

  test("a request that was refused for its form has not used the key", async () => {
    expect((await post({ new_password: 7 })).status).toBe(422);
    expect((await post()).status).toBe(200);
  });

  test.each([
    ["a space", "two words"],
    ["256 characters", "k".repeat(256)],
  ])("a key that is none is 422: %s", async (_case, given) => {
    key = given;
    expect((await post()).body).toMatchObject({
      code: "invalid-request",
      errors: [{ field: "Idempotency-Key" }],
    });
  });
});

describe("a first request that did not end", () => {
  /** Holds the first request in its password hash until told to go on. */
  async function holdFirst() {
    const entered = createDeferred<void>();
    const goOn = createDeferred<void>();
    const { passwordHasher } = api.context;
    const held = {
      ...api.context,
      passwordHasher: {
        ...passwordHasher,
        hash: async (password: string) => {
          entered.resolve();
          await goOn.promise;
          return passwordHasher.hash(password);
        },
      },
    };
    const first = api.call("POST", PATH, {
      token,
      body: BODY,
      headers: { "Idempotency-Key": key },
      openContext: () => Promise.resolve(held),
    });
    await entered.promise;
    return { first, goOn };
  }

  test("blocks its key while it is at work", async () => {
    const { first, goOn } = await holdFirst();
    const second = await post();
    expect([second.status, second.body]).toMatchObject([409, { code: "idempotency-in-flight" }]);
    goOn.resolve();
    const { body } = await first;
    expect((await post()).body).toEqual(body);
  });

  test("and is given up after a minute: the repetition does the work, and a late end changes nothing", async () => {
    const { first, goOn } = await holdFirst();
    await api.context.database.prisma.$executeRaw`
      update idempotency_record set created_at = now() - interval '61 seconds' where key = ${key}`;
    const second = await post();
    expect(second.status).toBe(200);
    goOn.resolve();
    expect((await first).body).not.toEqual(second.body);
    expect((await post()).body).toEqual(second.body);
  });
});

test("an answer is forgotten after 24 hours, and the key is free again", async () => {
  const first = await post();
  const { createdAt, expiresAt } = await record();
  expect(expiresAt.getTime() - createdAt.getTime()).toBe(24 * 3_600_000);
  await api.context.database.prisma.$executeRaw`
    update idempotency_record set expires_at = now() where key = ${key}`;
  const second = await post({ new_password: "eleven paper boats at noon" });
  expect(second.status).toBe(200);
  expect(second.body).not.toEqual(first.body);
});

test("a bug's 500 is saved, and what was only unavailable is not", async () => {
  const broken = {
    ...api.context,
    passwordHasher: { ...api.context.passwordHasher, hash: failing("broken") },
  };
  const busy = {
    ...api.context,
    rateLimits: { ...api.context.rateLimits, consume: failing("Connection terminated") },
  };
  const call = (context: typeof api.context, given: string) =>
    api.call("POST", PATH, {
      token,
      body: BODY,
      headers: { "Idempotency-Key": given },
      openContext: () => Promise.resolve(context),
    });
  expect((await call(broken, key)).status).toBe(500);
  expect((await post()).status).toBe(500);
  key = randomUUID();
  expect((await call(busy, key)).status).toBe(503);
  expect((await post()).status).toBe(200);
});

function failing(message: string): () => Promise<never> {
  return () => Promise.reject(new Error(message));
}

test("neither the password nor the answer can be read in the table", async () => {
  const { body } = await post();
  const row = JSON.stringify(await record());
  expect(row).not.toContain(BODY.new_password);
  expect(row).not.toContain(Buffer.from(JSON.stringify(BODY)).toString("base64url"));
  expect(row).not.toContain(JSON.stringify(body));
});
