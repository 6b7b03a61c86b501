import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TOKEN_LIMIT } from "@/lib/web/api/admit-bearer";
import type { RegisteredPerson } from "../../support/test-portal";
import { type ApiReply, CLIENT_ADDRESS, openTestApi, type TestApi } from "./test-api";

let api: TestApi;
let person: RegisteredPerson;

beforeAll(async () => {
  api = await openTestApi();
  person = await api.portal.register();
});
afterAll(() => api.close());

const info = (options: Parameters<TestApi["call"]>[2]) => api.call("GET", "/api/v1/mailbox/info", options);

function expectInvalidToken({ status, headers, body }: ApiReply): void {
  expect(status).toBe(401);
  expect(headers.get("content-type")).toBe("application/problem+json");
  expect(headers.get("www-authenticate")).toBe('Bearer realm="pasture"');
  expect(body).toEqual({
    type: "/api-reference#invalid-token",
    title: "Token missing or not valid",
    status: 401,
    detail: "Send `Authorization: Bearer <token>` with a token that is neither expired nor revoked.",
    code: "invalid-token",
    instance: "/api/v1/mailbox/info",
    request_id: headers.get("x-request-id"),
  });
}

describe("a call is let in by its bearer token alone", () => {
  test("a live token opens its own account, and the answer may not be cached", async () => {
    const reply = await info({ token: await api.newToken(person.address) });
    expect(reply.status).toBe(200);
    expect(reply.headers.get("cache-control")).toBe("no-store");
    expect(reply.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  });

  test("without a token the answer is 401, and a session cookie is no token", async () => {
    expectInvalidToken(await info({}));
    expectInvalidToken(await info({ headers: { Cookie: "pasture-session=anything" } }));
  });

  test.each([
    ["empty", "Bearer "],
    ["another scheme", "Basic cGFzdHVyZTpwYXN0dXJl"],
    ["two tokens", "Bearer a b"],
    ["not a token of ours", "Bearer eyJhbGciOiJIUzI1NiJ9.e30.xyz"],
    ["very long", `Bearer ${"a".repeat(20_000)}`],
    ["a percent sign (next-auth GHSA-xmf8-cvqr-rfgj)", "Bearer %E0%A4%A"],
  ])("a malformed header is 401 and not an error: %s", async (_case, authorization) => {
    expectInvalidToken(await info({ headers: { Authorization: authorization } }));
  });

  test("a token with one letter changed is refused", async () => {
    const token = await api.newToken(person.address);
    const changed = `${token.slice(0, 20)}${token[20] === "A" ? "B" : "A"}${token.slice(21)}`;
    expectInvalidToken(await info({ token: changed }));
  });

  test("an expired token is refused", async () => {
    const token = await api.newToken(person.address);
    const expired = await api.newToken(person.address, { scopes: ["mailbox:read"] });
    await api.context.database.prisma.apiToken.updateMany({
      where: { scopes: { equals: ["mailbox:read"] } },
      data: { expiresAt: new Date(Date.now() - 1) },
    });
    expect((await info({ token })).status).toBe(200);
    expectInvalidToken(await info({ token: expired }));
  });

  test("a revoked token is refused with its next call", async () => {
    const token = await api.newToken(person.address, { scopes: ["mailbox:read", "mailbox:write"] });
    expect((await info({ token })).status).toBe(200);
    await api.context.database.prisma.apiToken.updateMany({
      where: { scopes: { equals: ["mailbox:read", "mailbox:write"] } },
      data: { revokedAt: new Date() },
    });
    expectInvalidToken(await info({ token }));
  });

  test("a token bound to a network works there and nowhere else", async () => {
    const here = await api.newToken(person.address, { networks: [`${CLIENT_ADDRESS}/32`] });
    const elsewhere = await api.newToken(person.address, { networks: ["198.51.100.0/24"] });
    expect((await info({ token: here })).status).toBe(200);
    expectInvalidToken(await info({ token: elsewhere }));
  });

  test("the token of a disabled account is refused", async () => {
    const disabled = await api.portal.register();
    const token = await api.newToken(disabled.address);
    await api.context.database.prisma.account.update({
      where: { address: disabled.address },
      data: { state: "DISABLED" },
    });
    expectInvalidToken(await info({ token }));
  });
});

describe("a token does only what its scopes cover", () => {
  test("a reading token cannot write", async () => {
    const token = await api.newToken(person.address, { scopes: ["mailbox:read"] });
    const reply = await api.call("POST", "/api/v1/mailbox/update-password", {
      token,
      body: { new_password: "seven quiet lanterns drift" },
    });
    expect(reply.status).toBe(403);
    expect(reply.body).toMatchObject({ code: "insufficient-scope" });
    expect(
      await api.context.database.prisma.operation.count({ where: { kind: "CHANGE_MAILBOX_PASSWORD" } }),
    ).toBe(0);
  });

  test("a writing token cannot read", async () => {
    const reply = await info({ token: await api.newToken(person.address, { scopes: ["mailbox:write"] }) });
    expect(reply.status).toBe(403);
  });
});

test("a token that calls too often is told how long to wait, and another one goes on", async () => {
  const busy = await api.newToken(person.address);
  const other = await api.newToken(person.address);
  await info({ token: busy });
  const { id } = await api.context.database.prisma.apiToken.findFirstOrThrow({
    where: { lastUsedAt: { not: null } },
    orderBy: { id: "desc" },
  });
  for (let used = 1; used < TOKEN_LIMIT.points; used += 1)
    await api.context.rateLimits.consume(TOKEN_LIMIT, id);
  const reply = await info({ token: busy });
  expect(reply.status).toBe(429);
  expect(reply.body).toMatchObject({ code: "rate-limited" });
  expect(Number(reply.headers.get("retry-after"))).toBeGreaterThan(0);
  expect((await info({ token: other })).status).toBe(200);
});
