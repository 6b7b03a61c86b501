import pino from "pino";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createPortalContext } from "@/lib/context/create-portal-context";
import type { PortalContext } from "@/lib/context/portal-context";
import { MailcowError } from "@/lib/mailcow/mailcow-error";
import { answerUnknownPath } from "@/lib/web/api/answer-unknown-path";
import { openTestApi, type TestApi } from "./test-api";

let api: TestApi;
let token: string;
let lines: Record<string, unknown>[];
let logger: PortalContext["logger"];

beforeAll(async () => {
  api = await openTestApi();
  token = await api.newToken((await api.portal.register()).address);
});
afterAll(() => api.close());
beforeEach(() => {
  lines = [];
  logger = pino({ level: "info" }, { write: (line: string) => void lines.push(JSON.parse(line)) });
});

const CREATE = { body: { password: "seven quiet lanterns drift" } };

/** The web process's context with one part that throws. */
function throwing(error: Error): PortalContext {
  return {
    ...api.context,
    logger,
    rateLimits: { ...api.context.rateLimits, consume: () => Promise.reject(error) },
  };
}

describe("a fault of ours", () => {
  test("is a 500 that says nothing but the request id, logged once under that id", async () => {
    const context = throwing(new Error("canary-7d2e select * from account"));
    const reply = await api.call("POST", "/api/v1/mailbox/create", {
      token,
      ...CREATE,
      openContext: () => Promise.resolve(context),
    });
    expect(reply.status).toBe(500);
    expect(reply.body).toEqual({
      type: "/api-reference#internal-error",
      title: "Something broke here",
      status: 500,
      detail: "This is a fault of the portal. Give the operator the request id.",
      code: "internal-error",
      instance: "/api/v1/mailbox/create",
      request_id: reply.headers.get("x-request-id"),
    });
    expect(lines.map(({ requestId, route, level }) => ({ requestId, route, level }))).toEqual([
      { requestId: reply.headers.get("x-request-id"), route: "/api/v1/mailbox/create", level: 50 },
    ]);
    expect(JSON.stringify(lines)).not.toContain(CREATE.body.password);
    expect(JSON.stringify(lines)).not.toContain(token);
  });
});

describe("the outside world away is a 503 with Retry-After", () => {
  test("the mail server", async () => {
    const context = throwing(new MailcowError({ code: "unreachable", endpoint: "get/mailbox" }));
    const reply = await api.call("GET", "/api/v1/mailbox/info", { token, openContext: async () => context });
    expect([reply.status, reply.body]).toMatchObject([503, { code: "mail-server-unavailable" }]);
    expect(reply.headers.get("retry-after")).toBe("5");
  });

  test("a database nobody listens for", async () => {
    const { settings } = api.context;
    const away = createPortalContext({
      settings,
      databaseUrl: "postgresql://nobody@127.0.0.1:1/none",
      name: "test",
    });
    const reply = await api.call("GET", "/api/v1/mailbox/info", {
      token,
      openContext: async () => ({ ...away, logger }),
    });
    expect([reply.status, reply.body]).toMatchObject([503, { code: "portal-unavailable" }]);
    expect(lines).toHaveLength(1);
    await away.close();
  });

  test("a database that ends the connections in the middle of calls", async () => {
    const { settings } = api.context;
    const own = createPortalContext({ settings, databaseUrl: api.portal.database.url, name: "test cut" });
    const open = async () => ({ ...own, logger });
    await api.call("GET", "/api/v1/mailbox/info", { token, openContext: open });
    const calls = Array.from({ length: 20 }, () =>
      api.call("GET", "/api/v1/mailbox/info", { token, openContext: open }),
    );
    await api.context.database.pool.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'pasture test cut'",
    );
    const statuses = new Set((await Promise.all(calls)).map(({ status }) => status));
    console.log(
      JSON.stringify(
        lines.filter((l) => l.level === 50),
        null,
        1,
      ).slice(0, 3000),
    );
    expect([...statuses].filter((status) => status !== 200 && status !== 503)).toEqual([]);
    await own.close();
  });

  test("a context that cannot be opened at all", async () => {
    const refused = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
    const reply = await api.call("GET", "/api/v1/mailbox/info", {
      token,
      openContext: () => Promise.reject(refused),
    });
    expect([reply.status, reply.body]).toMatchObject([503, { code: "portal-unavailable" }]);
  });
});

test("a path that is no operation is a problem as well, not a page", async () => {
  const response = await answerUnknownPath(new Request("https://portal.example/api/v1/mailboxes/info"));
  expect(response.status).toBe(404);
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  expect(await response.json()).toMatchObject({ code: "unknown-path", instance: "/api/v1/mailboxes/info" });
});
