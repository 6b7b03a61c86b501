import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createPortalContext } from "@/lib/context/create-portal-context";
import { answerReadiness } from "@/lib/web/api/health/answer-readiness";
import { answerShortHealth } from "@/lib/web/api/health/answer-short-health";
import { runWorker } from "@/lib/worker/run-worker";
import { acceptEveryLogin } from "../../support/accept-every-login";
import { waitUntil } from "../../support/wait-until";
import { openTestApi, type TestApi } from "./test-api";

let api: TestApi;

beforeAll(async () => {
  api = await openTestApi();
});
afterAll(() => api.close());

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

function contextOn(databaseUrl: string) {
  return createPortalContext({ settings: api.context.settings, databaseUrl, name: "test health" });
}

const ask = async (answer: Promise<Response>) => {
  const response = await answer;
  return [response.status, await response.json()];
};
const short = () => ask(answerShortHealth(async () => api.context));

describe("ready", () => {
  test("with the database reachable and every migration applied", async () => {
    expect(await ask(answerReadiness(async () => api.context))).toEqual([200, { status: "ready" }]);
  });

  test("not while a migration of this version is missing", async () => {
    const { rows } = await api.context.database.pool.query<{ migration_name: string }>(
      'update "_prisma_migrations" set finished_at = null returning migration_name',
    );
    expect(rows.length).toBeGreaterThan(0);
    const answer = await ask(answerReadiness(async () => api.context));
    await api.context.database.pool.query('update "_prisma_migrations" set finished_at = now()');
    expect(answer).toEqual([503, { status: "not-ready", reason: "migrations-pending" }]);
  });

  test("not on an empty database", async () => {
    const admin = new pg.Client({ connectionString: api.portal.database.url });
    await admin.connect();
    const name = `empty_${Date.now()}`;
    await admin.query(`create database ${name} template template0`);
    const url = new URL(api.portal.database.url);
    url.pathname = `/${name}`;
    const empty = contextOn(url.href);
    const answer = await ask(answerReadiness(async () => empty));
    await empty.close();
    await admin.query(`drop database ${name} with (force)`);
    await admin.end();
    expect(answer).toEqual([503, { status: "not-ready", reason: "migrations-pending" }]);
  });

  test("not without a database", async () => {
    const away = contextOn("postgresql://nobody@127.0.0.1:1/none");
    const answer = await ask(answerReadiness(async () => away));
    await away.close();
    expect(answer).toEqual([503, { status: "not-ready", reason: "database-unreachable" }]);
  });

  test("not when the database never answers, and that is said within the patience of a probe", async () => {
    const startedAt = Date.now();
    const answer = await ask(answerReadiness(() => new Promise(() => {})));
    expect(answer).toEqual([503, { status: "not-ready", reason: "database-unreachable" }]);
    expect(Date.now() - startedAt).toBeLessThan(4_000);
  });
});

describe("the short status, for anybody", () => {
  test("before a worker ever ran", async () => {
    expect(await short()).toEqual([
      200,
      {
        status: "degraded",
        database: "ok",
        worker: "silent",
        mail_server: "unknown",
        mail_server_as_of: null,
      },
    ]);
  });

  test("with a worker and a mail server that answers, then without either", async () => {
    const worker = await runWorker(acceptEveryLogin(api.portal.context));
    const healthy = await waitUntil("a healthy status", async () => {
      const answer = await short();
      return answer[1].status === "ok" && answer[1].mail_server === "ok" ? answer : null;
    });
    expect(healthy).toEqual([
      200,
      {
        status: "ok",
        database: "ok",
        worker: "ok",
        mail_server: "ok",
        mail_server_as_of: expect.stringMatching(INSTANT),
      },
    ]);
    await worker.stop();
    await api.context.database.prisma.mailServerState.update({
      where: { id: 1 },
      data: { reachable: false, lastErrorAt: new Date("2026-11-21T10:15:00.000Z") },
    });
    expect(await short()).toEqual([
      200,
      {
        status: "degraded",
        database: "ok",
        worker: "silent",
        mail_server: "unreachable",
        mail_server_as_of: "2026-11-21T10:15:00.000Z",
      },
    ]);
  });

  test("503 while the database is away", async () => {
    const away = contextOn("postgresql://nobody@127.0.0.1:1/none");
    const answer = await ask(answerShortHealth(async () => away));
    await away.close();
    expect(answer).toEqual([
      503,
      {
        status: "failing",
        database: "unreachable",
        worker: null,
        mail_server: "unknown",
        mail_server_as_of: null,
      },
    ]);
  });
});

test("the deep status, for an admin's token, counts work and names domains", async () => {
  const { operationId } = await api.portal.register();
  await api.context.database.prisma.operation.update({
    where: { id: operationId },
    data: { state: "NEEDS_ADMIN" },
  });
  const token = await api.newToken(await api.newAdmin(), { scopes: ["admin:read"] });
  const reply = await api.call("GET", "/api/health", { token });
  expect([reply.status, reply.body]).toEqual([
    200,
    {
      success: true,
      status: "degraded",
      database: { status: "ok", latency_ms: expect.any(Number), pending_migrations: [] },
      worker: { status: "silent", count: 0, last_seen_at: null },
      mail_server: {
        status: "unreachable",
        last_answer_at: expect.stringMatching(INSTANT),
        last_error_code: null,
        last_error_at: "2026-11-21T10:15:00.000Z",
        version: expect.any(String),
        webmail_ready: expect.any(Boolean),
        verify_tls: true,
        sandbox: false,
      },
      operations: {
        queued: 0,
        running: 0,
        waiting: 0,
        needs_user: 0,
        needs_admin: 1,
        oldest_unfinished_at: expect.stringMatching(INSTANT),
      },
      domains: [
        {
          name: "pasture.test",
          exists_in_mailcow: true,
          active_in_mailcow: true,
          mailboxes_left: expect.any(Number),
          quota_left_mb: expect.any(Number),
          as_of: expect.stringMatching(INSTANT),
        },
      ],
    },
  ]);
});
