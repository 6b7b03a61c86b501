import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { startTestSandbox, type TestSandbox } from "@/tests/support/sandbox-client";

describe("faults", () => {
  let running: TestSandbox;

  beforeAll(async () => {
    running = await startTestSandbox();
  });
  afterEach(() => running.sandbox.setFault(null));
  afterAll(() => running.stop());

  test("down resets the connection and does nothing", async () => {
    running.sandbox.setFault({ kind: "down" });
    await expect(running.addMailbox("down")).rejects.toThrow();
    running.sandbox.setFault(null);
    expect(await running.get("mailbox/down@pasture.test")).toEqual({});
  });

  test("a lost response resets the connection after the work is done and saved", async () => {
    running.sandbox.setFault({ kind: "lost-response", method: "POST", path: "/add/mailbox$", times: 1 });
    await expect(running.addMailbox("lost")).rejects.toThrow();
    expect(await running.get("mailbox/lost@pasture.test")).toMatchObject({ username: "lost@pasture.test" });
  });

  test("a fault limited to a count and a path ends by itself and strikes nothing else", async () => {
    running.sandbox.setFault({ kind: "empty", path: "/add/mailbox$", times: 2 });
    expect(await running.addMailbox("counted")).toBe("");
    expect(await running.get("status/version")).toEqual({ version: "2026-07b" });
    expect(await running.addMailbox("counted")).toBe("");
    expect(JSON.stringify(await running.addMailbox("counted"))).toContain("mailbox_added");
  });

  test("hang reads the call and never answers", async () => {
    running.sandbox.setFault({ kind: "hang" });
    const call = fetch(`${running.sandbox.apiUrl}/api/v1/get/status/version`, {
      signal: AbortSignal.timeout(200),
    });
    await expect(call).rejects.toMatchObject({ name: "TimeoutError" });
  });

  test("html answers with an nginx page and the wished status", async () => {
    running.sandbox.setFault({ kind: "html", status: 500 });
    const response = await fetch(`${running.sandbox.apiUrl}/api/v1/get/status/version`);
    expect(response.status).toBe(500);
    expect(response.headers.get("content-type")).toContain("text/html");
  });

  test("cut-json ends in the middle of a good answer", async () => {
    running.sandbox.setFault({ kind: "cut-json" });
    await expect(running.get("domain/pasture.test")).rejects.toThrow(SyntaxError);
  });

  test("refuse answers with the given key and does nothing", async () => {
    running.sandbox.setFault({ kind: "refuse", msg: ["max_mailbox_exceeded", 10, 10] });
    expect(await running.addMailbox("refused")).toMatchObject([
      { type: "danger", msg: ["max_mailbox_exceeded", 10, 10] },
    ]);
    running.sandbox.setFault(null);
    expect(await running.get("mailbox/refused@pasture.test")).toEqual({});
  });

  test.each([
    ["unauthorised", 401],
    ["rate-limited", 429],
  ] as const)("%s answers %i", async (kind, status) => {
    running.sandbox.setFault({ kind });
    const headers = { "X-API-Key": running.sandbox.apiKey };
    expect((await fetch(`${running.sandbox.apiUrl}/api/v1/get/domain/all`, { headers })).status).toBe(status);
  });

  test("slow does the work after the delay", async () => {
    running.sandbox.setFault({ kind: "slow", delayMs: 150 });
    const startedAt = performance.now();
    await running.get("status/version");
    expect(performance.now() - startedAt).toBeGreaterThan(140);
  });

  test("calls are recorded when a fault strikes them, control calls never", async () => {
    running.sandbox.resetCalls();
    running.sandbox.setFault({ kind: "down" });
    await expect(running.get("domain/all")).rejects.toThrow();
    await running.control("GET", "info");
    expect(running.sandbox.calls()).toMatchObject([{ method: "GET", path: "/api/v1/get/domain/all" }]);
  });
});
