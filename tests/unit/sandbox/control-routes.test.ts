import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestSandbox, type TestSandbox } from "@/tests/support/sandbox-client";

describe("control routes", () => {
  let running: TestSandbox;

  beforeAll(async () => {
    running = await startTestSandbox();
  });
  afterAll(() => running.stop());

  test("only the read-write key opens them", async () => {
    const url = `${running.sandbox.apiUrl}/_sandbox/mailboxes`;
    const withKey = (key: string) => fetch(url, { headers: { "X-API-Key": key } });
    expect((await fetch(url)).status).toBe(401);
    expect((await withKey(running.sandbox.readOnlyApiKey)).status).toBe(401);
    expect((await withKey(running.sandbox.apiKey)).status).toBe(200);
  });

  test("a fault can be set, seen and ended while it strikes the API", async () => {
    expect((await running.control("POST", "fault", { kind: "down" })).status).toBe(200);
    await expect(running.get("status/version")).rejects.toThrow();
    expect((await running.control("GET", "fault")).body).toEqual({ kind: "down" });
    await running.control("DELETE", "fault");
    expect(await running.get("status/version")).toEqual({ version: "2026-07b" });
  });

  test("a fault that is none is refused and changes nothing", async () => {
    expect((await running.control("POST", "fault", { kind: "sideways" })).status).toBe(400);
    expect((await running.control("POST", "fault", { kind: "down", path: "(" })).status).toBe(400);
    expect((await running.control("GET", "fault")).body).toBeNull();
  });

  test("calls are listed and forgotten", async () => {
    await running.control("DELETE", "calls");
    await running.get("domain/all");
    expect((await running.control("GET", "calls")).body).toMatchObject([
      { method: "GET", path: "/api/v1/get/domain/all" },
    ]);
  });

  test("a foreign mailbox carries no marker, and every birth of an address is counted", async () => {
    await running.control("POST", "mailboxes", { address: "foreign@pasture.test" });
    await running.change("delete/mailbox", ["foreign@pasture.test"]);
    await running.control("POST", "mailboxes", { address: "foreign@pasture.test" });
    expect((await running.control("GET", "mailboxes")).body).toMatchObject({
      mailboxes: [
        { address: "foreign@pasture.test", attributeHash: "", customAttributes: {}, timesCreated: 2 },
      ],
      creations: { "foreign@pasture.test": 2 },
    });
    expect((await running.control("POST", "mailboxes", { address: "foreign@pasture.test" })).status).toBe(
      409,
    );
  });

  test("a mailbox torn from its usage row answers with nulls and refuses edits", async () => {
    await running.addMailbox("torn");
    await running.control("POST", "torn", { address: "torn@pasture.test", missing: "usage" });
    expect(await running.get("mailbox/torn@pasture.test")).toMatchObject({
      username: null,
      attributes: null,
    });
    const edit = { items: ["torn@pasture.test"], attr: { quota: "20" } };
    expect(await running.change("edit/mailbox", edit)).toMatchObject([
      { type: "danger", msg: "access_denied" },
    ]);
    expect(await running.addMailbox("torn")).toMatchObject([{ msg: ["object_exists", "torn@pasture.test"] }]);
    expect(await running.change("delete/mailbox", ["torn@pasture.test"])).toMatchObject([
      { type: "warning" },
      { type: "success", msg: ["mailbox_removed", "torn@pasture.test"] },
    ]);
  });

  test("usage that a test sets is what the API reports, in bytes", async () => {
    await running.addMailbox("full");
    const usage = { address: "full@pasture.test", usedBytes: 52_428_800, messages: 123 };
    await running.control("POST", "usage", usage);
    expect(await running.get("mailbox/full@pasture.test")).toMatchObject({
      quota: 104_857_600,
      quota_used: 52_428_800,
      messages: 123,
      percent_in_use: 50,
    });
    expect(await running.get("domain/pasture.test")).toMatchObject({
      bytes_total: "52428800",
      msgs_total: "123",
    });
  });

  test("mail cannot be delivered to a sandbox without mail", async () => {
    expect((await running.control("POST", "messages", { to: "full@pasture.test" })).status).toBe(409);
  });
});
