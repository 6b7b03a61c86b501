import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTestApi, type TestApi } from "./test-api";

let api: TestApi;
let token: string;

beforeAll(async () => {
  api = await openTestApi();
  const { address } = await api.portal.register();
  token = await api.newToken(address);
});
afterAll(() => api.close());

const CREATE = "/api/v1/mailbox/create";

describe("a body is refused before anything is done", () => {
  test.each([
    ["cut off", '{"password":'],
    ["a bare word", "password"],
    ["form fields", "password=x"],
  ])("text that is not JSON is 400: %s", async (_case, text) => {
    const reply = await api.call("POST", CREATE, { token, text });
    expect(reply.status).toBe(400);
    expect(reply.body).toMatchObject({ code: "malformed-json" });
  });

  test.each(["text/plain", "application/x-www-form-urlencoded", "application/jsonp"])(
    "another content type is 415: %s",
    async (type) => {
      const reply = await api.call("POST", CREATE, {
        token,
        text: '{"password":"seven quiet lanterns drift"}',
        headers: { "Content-Type": type },
      });
      expect(reply.status).toBe(415);
      expect(reply.body).toMatchObject({ code: "unsupported-media-type" });
    },
  );

  test("more than 64 KiB is 413", async () => {
    const body = { password: "x".repeat(65_536) };
    const reply = await api.call("POST", CREATE, { token, body });
    expect(reply.status).toBe(413);
    expect(reply.body).toMatchObject({ code: "body-too-large" });
  });

  test.each([
    ["a list", []],
    ["null", null],
    ["a string", "password"],
  ])("JSON that is not an object is 422: %s", async (_case, body) => {
    const reply = await api.call("POST", CREATE, { token, body });
    expect(reply.status).toBe(422);
    expect(reply.body).toMatchObject({ code: "invalid-request" });
  });

  test("a missing, a wrong and an unknown field are named, and no value is repeated", async () => {
    const secret = "canary-5c1f";
    const reply = await api.call("POST", CREATE, {
      token,
      body: { password: 7, local_part: [secret], quota: secret },
    });
    expect(reply.status).toBe(422);
    expect(reply.body).toMatchObject({
      code: "invalid-request",
      errors: [
        { field: "password", code: "invalid-type" },
        { field: "local_part", code: "invalid-type" },
        { field: "quota", code: "unknown-field", message: "There is no such field." },
      ],
    });
    expect(JSON.stringify(reply.body)).not.toContain(secret);
    const empty = await api.call("POST", CREATE, { token });
    expect(empty.body).toMatchObject({ errors: [{ field: "password", code: "invalid-type" }] });
  });

  test("fields that only admins may set are unknown to the owner", async () => {
    const reply = await api.call("PATCH", "/api/v1/mailbox", {
      token,
      body: { display_name: "Ada", quota_mb: 9_999 },
    });
    expect(reply.status).toBe(422);
    expect(reply.body).toMatchObject({ errors: [{ field: "quota_mb", code: "unknown-field" }] });
  });
});

describe("a query is refused before anything is read", () => {
  test("unknown, repeated and impossible parameters are named", async () => {
    const admin = await api.newToken(await api.newAdmin());
    const list = (query: string) => api.call("GET", `/api/v1/admin/mailboxes?${query}`, { token: admin });
    expect((await list("limit=0")).body).toMatchObject({ errors: [{ field: "limit" }] });
    expect((await list("limit=201")).body).toMatchObject({ errors: [{ field: "limit" }] });
    expect((await list("cursor=1;drop")).body).toMatchObject({ errors: [{ field: "cursor" }] });
    expect((await list("everything=true")).body).toMatchObject({ errors: [{ field: "everything" }] });
    expect((await list("limit=1&limit=2")).body).toMatchObject({
      errors: [{ field: "limit", code: "repeated" }],
    });
  });

  test("an id that is none is 422, and a broken percent sign in the path is 404", async () => {
    expect((await api.call("GET", "/api/v1/operations/7", { token })).status).toBe(422);
    expect((await api.call("GET", "/api/v1/operations/%E0%A4%A", { token })).status).toBe(404);
  });
});
